// Tells clock times in the zone of the browser; without it they are in the server's zone, named.
for (const time of document.querySelectorAll("time[datetime*=T]")) {
  const clock = time.querySelector("[data-clock]");
  const at = new Date(time.dateTime);
  if (!clock || Number.isNaN(at.getTime())) continue;
  const two = (n) => String(n).padStart(2, "0");
  const seconds = clock.textContent.length > 5 ? `:${two(at.getSeconds())}` : "";
  clock.textContent = `${two(at.getHours())}:${two(at.getMinutes())}${seconds}`;
  time.querySelector("[data-zone]")?.remove();
}
