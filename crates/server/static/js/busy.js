// Says "Checking…" or "Sending…" on the pressed button when the answer takes longer than 400 ms.
// The form token already makes a second press harmless; this only tells that the first one counted.
const live = document.getElementById("live");

for (const form of document.querySelectorAll("form[method=post]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "yes";
    const button = event.submitter;
    const words = button?.dataset.busy;
    if (!words) return;
    const label = button.querySelector(".label") ?? button;
    form.dataset.timer = setTimeout(() => {
      button.dataset.idle = label.textContent;
      label.textContent = words;
      button.setAttribute("aria-disabled", "true");
      if (live) live.textContent = words;
    }, 400);
  });
}

// A page that comes back from the history must not stay busy.
addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  for (const form of document.querySelectorAll("form[data-sent]")) {
    clearTimeout(form.dataset.timer);
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[data-idle]")) {
      (button.querySelector(".label") ?? button).textContent = button.dataset.idle;
      button.removeAttribute("aria-disabled");
      delete button.dataset.idle;
    }
  }
});
