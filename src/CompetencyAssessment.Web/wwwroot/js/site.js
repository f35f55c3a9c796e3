// What every page has. A page's own module goes into its "Scripts" section.
import './anchors.js';
import './busy.js';
import './confirm.js';
import './language.js';
import './menus.js';
import './preferences.js';
import './search.js';
import './unsent.js';
import { forgetUploads } from './upload/keep.js';

// Copies of files that were on their way do not stay for the next person at this computer.
document.querySelector('[data-sign-out]')?.addEventListener('submit', forgetUploads);

document.querySelector('.error-summary')?.focus();
