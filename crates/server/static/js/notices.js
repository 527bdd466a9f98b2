// Says once, politely, two minutes before the session or the open areas end. No timer keeps a session: only a press does.
const AHEAD_MS = 120_000;
const live = document.getElementById("live");
const say = (text) => {
  if (live) live.textContent = text;
};

// Looks at the clock now and then, because timers stand still while a device sleeps.
function at(moment, act) {
  const look = () => {
    const rest = moment() - Date.now();
    if (rest <= 0) act();
    else setTimeout(look, Math.min(rest, 30_000));
  };
  look();
}

for (const strip of document.querySelectorAll("[data-window-ms]")) {
  const ends = Date.now() + Number(strip.dataset.windowMs);
  const closing = strip.querySelector("[data-closing]");
  at(() => ends - AHEAD_MS, () => {
    strip.querySelector("[data-open]").hidden = true;
    closing.hidden = false;
    say(closing.textContent);
  });
}

const form = document.getElementById("session-end");
if (form) {
  const ends = Date.now() + Number(form.dataset.endMs);
  let idle = Date.now() + Number(form.dataset.idleMs);
  let before = null;
  const arm = () => at(() => Math.min(idle, ends) - AHEAD_MS, () => {
    const final = idle >= ends;
    for (const part of form.querySelectorAll("[data-idle]")) part.hidden = final;
    const last = form.querySelector("[data-end]");
    last.hidden = !final;
    form.hidden = false;
    say((final ? last : form.querySelector("p[data-idle]")).textContent);
  });
  form.addEventListener("focusin", (event) => {
    before = event.relatedTarget ?? before;
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.action, { method: "POST", body, redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    idle = Date.now() + Number(form.dataset.lastsMs);
    const clock = form.querySelector("[data-idle] [data-clock]");
    if (clock) clock.textContent = new Date(idle).toTimeString().slice(0, 5);
    form.hidden = true;
    say("");
    before?.focus();
    arm();
  });
  arm();
}
