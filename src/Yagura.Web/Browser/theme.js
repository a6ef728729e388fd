// Runs before the first paint: the look that the person chose, or that the machine prefers.
const root = document.documentElement;
const chosen = root.dataset.theme;
const dark = matchMedia('(prefers-color-scheme: dark)');
const apply = () => root.setAttribute('data-bs-theme', chosen === 'dark' || (chosen !== 'light' && dark.matches) ? 'dark' : 'light');
apply();
dark.addEventListener('change', apply);
root.classList.add('js');
