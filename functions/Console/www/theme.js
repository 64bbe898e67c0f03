// Light or dark: as the system says, unless it was chosen here.
export const themes = ['system', 'light', 'dark'];

export const theme = () => localStorage.getItem('theme') ?? 'system';

export function applyTheme(name = theme()) {
  if (name === 'system') localStorage.removeItem('theme');
  else localStorage.setItem('theme', name);
  document.documentElement.dataset.theme = name;
}
