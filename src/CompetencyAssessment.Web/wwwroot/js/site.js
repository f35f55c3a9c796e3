// What every page has. A page's own module goes into its "Scripts" section.
import './busy.js';
import './confirm.js';
import './menus.js';
import './preferences.js';
import './unsent.js';

document.querySelector('.error-summary')?.focus();
