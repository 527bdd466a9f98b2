// Asks once before a page is left whose codes are not ticked as saved.
const form = document.querySelector("form[data-leave]");
let leaving = false;
for (const each of document.forms) {
  each.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    leaving = true;
    // A download leaves the page where it is.
    if (event.submitter?.hasAttribute("data-stay")) {
      setTimeout(() => {
        leaving = false;
        delete each.dataset.sent;
      }, 1000);
    }
  });
}
if (form) {
  addEventListener("beforeunload", (event) => {
    if (!leaving) event.preventDefault();
  });
}
