// Prints.
import './print.js';
