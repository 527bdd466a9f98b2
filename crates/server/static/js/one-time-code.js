// The code field: an empty one is not sent, a refused code is selected, and a code that comes by
// SMS is filled in. It never submits: the person presses the button, after reading.
const field = document.getElementById("one-time-code");

if (field) {
  if (field.getAttribute("aria-invalid") === "true") {
    field.addEventListener("focus", () => field.select(), { once: true });
  }
  field.form.addEventListener("submit", (event) => {
    if (!event.submitter?.hasAttribute("data-needs-code") || field.value.trim() !== "") return;
    event.preventDefault();
    const error = document.getElementById("otc-err");
    error.querySelector("[data-text]").textContent = field.dataset.empty;
    error.hidden = false;
    field.setAttribute("aria-invalid", "true");
    field.setAttribute("aria-describedby", "otc-hint otc-err");
    field.focus();
  }, { capture: true });

  if ("OTPCredential" in window && field.dataset.sms) {
    const stop = new AbortController();
    field.form.addEventListener("submit", () => stop.abort());
    navigator.credentials
      .get({ otp: { transport: ["sms"] }, signal: stop.signal })
      .then((otp) => {
        if (!otp || field.value !== "") return;
        field.value = otp.code;
        field.form.querySelector("[data-needs-code]")?.focus();
      })
      .catch(() => {});
  }
}
