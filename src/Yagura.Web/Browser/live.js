// One event stream a browser: the tab that holds the lock reads it and tells the other tabs.
import htmx from 'htmx.org';
import { serverTimeIs } from './clocks.js';

const channel = new BroadcastChannel('yagura-live');
let lastHeard = 0;

function show(state) {
  for (const light of document.querySelectorAll('.live-light')) light.dataset.state = state;
}

function heard(message) {
  lastHeard = Date.now();
  show('on');
  if (message.time) serverTimeIs(message.time);
  if (message.changed) htmx.trigger(document.body, 'yagura:changed');
  // Signed out in another tab: look again. The tab that signs out is on its way to the next page and must not be stopped.
  if (message.ended) { show('off'); setTimeout(() => location.reload(), 2000); }
}

channel.onmessage = e => heard(e.data);

function read(address, release) {
  const stream = new EventSource(address);
  const tell = message => { channel.postMessage(message); heard(message); };
  stream.addEventListener('time', e => tell({ time: e.data, sent: Date.now() }));
  stream.addEventListener('changed', () => tell({ changed: true }));
  stream.addEventListener('ended', () => { stream.close(); tell({ ended: true }); release(); });
  stream.onerror = () => show('off');
}

// What somebody presses must still be there when he lets go: a piece that is replaced meanwhile would take his click with it.
// A release may never be heard (behind a context menu, outside the window), so a press counts for two seconds at most: no page stays old.
// Pieces ask at most every two seconds (Parts/Live.razor), so the one that was left out asks again behind both.
const pressMaxMs = 2_000;
const askAgainMs = 2_100;
let pressedAt = -Infinity;

function keepWhatIsPressed() {
  addEventListener('pointerdown', () => { pressedAt = performance.now(); }, true);
  for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => { pressedAt = -Infinity; }, true);
  document.addEventListener('htmx:beforeSwap', e => {
    if (performance.now() - pressedAt > pressMaxMs || !e.target.getAttribute('hx-trigger')?.startsWith('yagura:changed')) return;
    e.detail.shouldSwap = false;
    setTimeout(() => htmx.trigger(document.body, 'yagura:changed'), askAgainMs);
  });
}

export function startLive() {
  const address = document.body.dataset.live;
  if (!address) return;
  keepWhatIsPressed();
  if (navigator.locks) navigator.locks.request('yagura-live', () => new Promise(release => read(address, release)));
  else read(address, () => {});
  setInterval(() => { if (Date.now() - lastHeard > 25_000) show('off'); }, 5_000);
}
