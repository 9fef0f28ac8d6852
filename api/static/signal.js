// A form without signal waits on its page, with everything typed and every photo, until somebody is there to take it.
"use strict";

(() => {
  const PATIENCE = 8000, AGAIN = 5000, LONGEST = 60000, MARK = "X-Bihuan";
  const SAID = {
    nobody: "现在没有信号，还没有提交。填写的内容和照片都在这一页，请不要关闭；信号恢复后自动提交。",
    another: "还没有提交：回答的不是本系统，而是中间的网络（需要登录的无线网、防火墙或代理）。填写的内容和照片都在这一页，请不要关闭；请换一个网络，或联系本单位信息科。网络恢复后自动提交。",
  };

  // us, another who answers in our place, or nobody.
  async function whoIsThere() {
    if (navigator.onLine === false) return "nobody";
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), PATIENCE);
    try {
      const answer = await fetch("/healthz", { cache: "no-store", signal: cut.signal });
      return !answer.headers.get(MARK) ? "another" : answer.ok ? "us" : "nobody";
    } catch (error) { return "nobody"; }
    finally { clearTimeout(timer); }
  }

  const pause = (tries) => new Promise((resolve) => {
    setTimeout(resolve, Math.min(LONGEST, AGAIN * 2 ** tries));
    window.addEventListener("online", resolve, { once: true });
  });

  function notice(form, stop) {
    const line = document.createElement("p"), words = document.createElement("span"), button = document.createElement("button");
    line.className = "tip no-signal";
    line.setAttribute("role", "status");
    button.type = "button";
    button.className = "button plain";
    button.textContent = "先不提交";
    button.addEventListener("click", stop);
    line.append(words, button);
    form.append(line);
    return line;
  }

  async function whenHeard(form) {
    let waits = true, line = null, who = "", tries = 0;
    const stop = () => { waits = false; line.remove(); form.dispatchEvent(new Event("bihuan-not-sent", { bubbles: true })); };
    while ((who = await whoIsThere()) !== "us") {
      if (!waits) return;
      line = line || notice(form, stop);
      line.firstChild.textContent = SAID[who];
      await pause(tries);
      tries += 1;
    }
    if (waits) HTMLFormElement.prototype.submit.call(form);
  }

  // The pressed button's own value goes along, as it does when the browser sends the form by itself.
  document.addEventListener("submit", (event) => {
    const { target: form, submitter } = event;
    if (!form.matches("form.form[method=post]") || event.defaultPrevented) return;
    event.preventDefault();
    if (submitter && submitter.name) {
      const pressed = document.createElement("input");
      Object.assign(pressed, { type: "hidden", name: submitter.name, value: submitter.value });
      form.append(pressed);
    }
    whenHeard(form);
  });
})();
