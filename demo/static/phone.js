// Renews the devices every second and a half, leaves answered calls answered, and speaks what a call says where the browser
// has a voice. Without it the page reloads itself, and a call is read.
const desk = document.getElementById("desk");
let known = desk.innerHTML;

const opened = () =>
  new Map([...desk.querySelectorAll("article")].map((article) =>
    [article.dataset.key, [...article.querySelectorAll("details")].map((one) => one.open)]));

async function renew() {
  const answer = await fetch(location.href, { headers: { accept: "text/html" } });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("desk");
  if (!fresh || fresh.innerHTML === known) return;
  const before = opened();
  known = fresh.innerHTML;
  desk.replaceChildren(...fresh.childNodes);
  for (const article of desk.querySelectorAll("article")) {
    const states = before.get(article.dataset.key);
    if (!states) article.classList.add("new");
    article.querySelectorAll("details").forEach((one, at) => { one.open = states?.[at] ?? false; });
  }
}

setInterval(() => renew().catch(() => {}), 1500);

// A call is heard when it is answered, and its code when the key is pressed: the same two halves as on a telephone.
function speak(details) {
  const words = details.querySelector(":scope > blockquote")?.textContent;
  if (!words || !window.speechSynthesis) return;
  speechSynthesis.cancel();
  const spoken = new SpeechSynthesisUtterance(words);
  spoken.lang = details.closest("article").lang || "en";
  spoken.rate = 0.9;
  speechSynthesis.speak(spoken);
}

// Only a hand starts a voice: details that the page opens by itself stay silent.
desk.addEventListener("click", (event) => {
  const details = event.target.closest("summary")?.parentElement;
  if (!details?.closest(".call")) return;
  if (details.open) window.speechSynthesis?.cancel();
  else speak(details);
});
