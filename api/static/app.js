// Small comforts; every page works without them.
"use strict";
document.documentElement.classList.add("js");

// A form that was sent says so and is not sent twice; coming back to the page lets it be sent again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "yes";
  const button = event.submitter;
  if (button) { button.classList.add("busy"); button.setAttribute("aria-busy", "true"); }
});
const sendableAgain = () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  document.querySelectorAll(".busy").forEach((button) => {
    button.classList.remove("busy"); button.removeAttribute("aria-busy");
  });
};
window.addEventListener("pageshow", sendableAgain);
document.addEventListener("bihuan-not-sent", sendableAgain);

// Without encryption a browser keeps no session: said before somebody signs in in vain.
if (!window.isSecureContext) document.addEventListener("DOMContentLoaded", () => {
  document.querySelectorAll("[data-plain]").forEach((said) => { said.hidden = false; });
});

// The first refused field gets the cursor.
document.addEventListener("DOMContentLoaded", () => {
  const wrong = document.querySelector("[aria-invalid=true]");
  if (wrong) wrong.focus();
});

// Whoever signs out leaves nothing of theirs for the next person at this phone to read without signal.
document.addEventListener("submit", (event) => {
  if (event.target.getAttribute("action") !== "/sign-out") return;
  try { localStorage.removeItem("bihuan.person"); } catch (error) { /* nothing is kept here */ }
});
