// Runs before the first paint: without a choice of the user the page follows the system, and never flashes the other scheme.
(() => {
  const root = document.documentElement;
  root.classList.add('js');
  const system = matchMedia('(prefers-color-scheme: dark)');
  const follow = () => {
    if (root.dataset.themeAuto !== undefined) root.dataset.bsTheme = system.matches ? 'dark' : 'light';
  };
  if (!root.dataset.bsTheme) root.dataset.themeAuto = '';
  follow();
  system.addEventListener('change', follow);
  root.addEventListener('theme-chosen', (event) => {
    if (event.detail === 'auto') root.dataset.themeAuto = '';
    else {
      delete root.dataset.themeAuto;
      root.dataset.bsTheme = event.detail;
    }
    document.querySelector('meta[name="color-scheme"]').content = event.detail === 'auto' ? 'light dark' : event.detail;
    follow();
  });
})();
