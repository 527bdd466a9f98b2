// Says in words how strong a new password is, once the person rests. The server decides, as it will for the form.
const REST_MS = 500;

for (const field of document.querySelectorAll("input[data-strength]")) {
  const words = document.getElementById(`${field.id}-strength`);
  let timer = 0;
  let asked = null;
  const ask = async () => {
    asked = new AbortController();
    const body = new URLSearchParams({ new_password: field.value });
    const answer = await fetch(field.dataset.strength, { method: "POST", body, redirect: "manual", signal: asked.signal }).catch(() => null);
    if (answer?.status === 200) words.textContent = await answer.text();
  };
  field.addEventListener("input", () => {
    clearTimeout(timer);
    asked?.abort();
    words.textContent = "";
    if (field.value) timer = setTimeout(ask, REST_MS);
  });
}
