// Residents' pages and the officers' phone pages.
import "./htmx.js";
