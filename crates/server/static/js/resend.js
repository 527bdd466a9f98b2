// Lets "Send the code again" rest until the server would take it. The server decides; this only
// spares a refusal. It counts from the page's own arrival, so a wrong clock does no harm.
const button = document.querySelector("[data-rest-ms]");
const hint = document.getElementById("resend-hint");

if (button && hint) {
  const rest = Number(button.dataset.restMs) - performance.now();
  const refuse = (event) => event.preventDefault();
  if (rest > 0) {
    button.setAttribute("aria-disabled", "true");
    button.addEventListener("click", refuse);
    setTimeout(() => {
      button.removeAttribute("aria-disabled");
      button.removeAttribute("aria-describedby");
      button.removeEventListener("click", refuse);
      hint.remove();
    }, rest);
  } else {
    button.removeAttribute("aria-describedby");
    hint.remove();
  }
}
