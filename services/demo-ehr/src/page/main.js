import { openChartPage } from './chart.js';
import { openWardPage } from './ward.js';

const chart = /^\/patients\/([^/]+)$/.exec(location.pathname);
if (chart?.[1] === undefined) openWardPage();
else openChartPage(decodeURIComponent(chart[1]));
