// Clocks tick here and are computed nowhere else than on the server: the script only subtracts
// the server's time from the deadline that the page states.
let offset = 0; // milliseconds that the server's clock is ahead of this machine's

export function serverTimeIs(iso) {
  const server = Date.parse(iso);
  if (!Number.isNaN(server)) offset = server - Date.now();
}

export const now = () => Date.now() + offset;

const two = n => String(n).padStart(2, '0');

export function span(milliseconds) {
  const total = Math.floor(Math.abs(milliseconds) / 1000);
  const h = Math.floor(total / 3600), m = Math.floor(total / 60) % 60, s = total % 60;
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${two(m)}:${two(s)}`;
}

function tickOne(clock) {
  const left = Date.parse(clock.dataset.deadline) - now();
  // The limit is inclusive (FIGURES 3): 30:00 is in time, 30:01 is not.
  const over = left <= -1000;
  const words = clock.dataset;
  clock.classList.toggle('clock-overdue', over);
  clock.classList.toggle('clock-soon', !over && left < 10 * 60_000);
  clock.querySelector('.clock-word').textContent = over ? words.overdue : words.running;
  clock.querySelector('.clock-left-word').textContent = over ? words.past : words.left;
  clock.querySelector('.clock-left').textContent = span(left);
  const bar = clock.querySelector('progress');
  if (bar) bar.value = Math.min(bar.max, Math.max(0, bar.max - left / 1000));
}

const zoneTime = new Map();
function wall(zone) {
  if (!zoneTime.has(zone)) zoneTime.set(zone, new Intl.DateTimeFormat('ja-JP', { timeZone: zone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }));
  return zoneTime.get(zone);
}

export function tick() {
  for (const clock of document.querySelectorAll('.clock[data-deadline]')) tickOne(clock);
  for (const shown of document.querySelectorAll('[data-wall-clock]')) shown.textContent = wall(shown.dataset.wallClock).format(now());
}

export function startClocks() {
  serverTimeIs(document.documentElement.dataset.now);
  tick();
  const next = () => setTimeout(() => { tick(); next(); }, 1000 - (now() % 1000) + 5);
  next();
}
