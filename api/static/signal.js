// A form without signal waits on its page, with everything typed and every photo, until somebody is there to take it.
"use strict";

(() => {
  const PATIENCE = 8000, AGAIN = 5000;

  async function somebodyIsThere() {
    if (navigator.onLine === false) return false;
    const cut = new AbortController();
    const timer = setTimeout(() => cut.abort(), PATIENCE);
    try { return (await fetch("/healthz", { cache: "no-store", signal: cut.signal })).ok; }
    catch (error) { return false; }
    finally { clearTimeout(timer); }
  }

  const pause = () => new Promise((resolve) => {
    setTimeout(resolve, AGAIN);
    window.addEventListener("online", resolve, { once: true });
  });

  function notice(form, stop) {
    const line = document.createElement("p"), words = document.createElement("span"), button = document.createElement("button");
    line.className = "tip no-signal";
    line.setAttribute("role", "status");
    words.textContent = "现在没有信号，还没有提交。填写的内容和照片都在这一页，请不要关闭；信号恢复后自动提交。";
    button.type = "button";
    button.className = "button plain";
    button.textContent = "先不提交";
    button.addEventListener("click", stop);
    line.append(words, button);
    form.append(line);
    return line;
  }

  async function whenHeard(form) {
    let waits = true, line = null;
    const stop = () => { waits = false; line.remove(); form.dispatchEvent(new Event("bihuan-not-sent", { bubbles: true })); };
    while (!(await somebodyIsThere())) {
      if (!waits) return;
      line = line || notice(form, stop);
      await pause();
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
