import './live.js';
import { startClocks, tick } from './clocks.js';
import { startLive } from './live.js';

// Dialogs: a button names the dialog it opens; a dialog that the server rendered open (an error in it) becomes modal.
document.addEventListener('click', e => {
  const opener = e.target.closest('[data-opens]');
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (dialog && !dialog.open) { dialog.showModal(); dialog.querySelector('[autofocus], select, input:not([type=hidden]), textarea')?.focus(); }
    return;
  }
  const closer = e.target.closest('[data-closes]');
  if (closer) { closer.closest('dialog')?.close(); return; }
  const toggler = e.target.closest('[data-toggles]');
  if (toggler) {
    const shown = document.getElementById(toggler.dataset.toggles).classList.toggle('is-open');
    toggler.setAttribute('aria-expanded', String(shown));
    return;
  }
  // A menu closes when something else is clicked.
  for (const menu of document.querySelectorAll('details.menu[open]')) if (!menu.contains(e.target)) menu.open = false;
});

document.addEventListener('keydown', e => {
  if (e.key === 'Escape') for (const menu of document.querySelectorAll('details.menu[open]')) { menu.open = false; menu.querySelector('summary').focus(); }
});

// A form is sent once: the second click of a tired hand does nothing.
document.addEventListener('submit', e => {
  if (e.target.method !== 'post') return;
  if (e.target.dataset.sent) { e.preventDefault(); return; }
  e.target.dataset.sent = 'yes';
});
window.addEventListener('pageshow', () => { for (const form of document.forms) delete form.dataset.sent; });

// Filters apply when a choice is made; the button stays for the keyboard and for no script.
document.addEventListener('change', e => {
  const form = e.target.closest('form[data-applies]');
  if (form) form.requestSubmit();
});

function ready() {
  for (const dialog of document.querySelectorAll('dialog[open]')) { dialog.close(); dialog.showModal(); }
  const summary = document.querySelector('.error-summary');
  if (summary) summary.focus();
  for (const print of document.querySelectorAll('[data-prints]')) print.addEventListener('click', () => window.print());
  startClocks();
  startLive();
}

// Fresh fragments tick at once: no second with an empty clock.
document.addEventListener('htmx:afterSwap', () => tick());
if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', ready);
else ready();
