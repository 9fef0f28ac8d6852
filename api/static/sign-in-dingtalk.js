// Inside DingTalk: asks the app for a sign-in code and hands it over. Anywhere else the password way remains.
(() => {
  const form = document.getElementById("dingtalk");
  const waiting = document.getElementById("waiting");
  const api = window.dingSignIn;
  const fail = () => { waiting.textContent = "没有取得钉钉的身份确认。请在钉钉内打开，或用登录名和密码登录。"; };
  if (!form || !api || api.env.platform === "notInDingTalk") { fail(); return; }
  const patience = setTimeout(fail, 8000);
  const asked = { corpId: form.dataset.corp, clientId: form.dataset.client };
  Promise.resolve(api.requestAuthCode(asked)).then((said) => {
    clearTimeout(patience);
    if (!said || !said.code) { fail(); return; }
    form.elements.code.value = said.code;
    form.submit();
  }).catch(fail);
})();
