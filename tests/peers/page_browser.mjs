// The demo page in a headless Chromium: a visitor looks at a product, puts it in the cart and buys it, in a wide window and in a narrow one.
// Arguments: the page's address, Chromium, a folder for screenshots. Answers with one JSON document on stdout.
import {mkdir, readFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {join} from 'node:path';
import puppeteer from 'puppeteer-core';

const [address, executablePath, folder] = process.argv.slice(2);
const PATIENCE = {timeout: 20_000};
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
await mkdir(folder, {recursive: true});
const browser = await puppeteer.launch({executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage']});
const said = {steps: [], violations: [], errors: [], strangers: [], overflows: []};
try {
  const page = await browser.newPage();
  page.on('pageerror', fault => said.errors.push(String(fault)));
  page.on('console', message => { if (message.type() === 'error') said.errors.push(message.text()); });
  page.on('request', request => { if (!request.url().startsWith(address)) said.strangers.push(request.url()); });

  await page.setViewport({width: 1360, height: 900});
  await page.goto(address);
  await drawn(page);
  await look(page, 'wide');
  for (const [action, begins] of [['view', 'Looked at'], ['cart', 'In the cart'], ['buy', 'Bought']]) said.steps.push(await act(page, action, begins));
  await page.waitForSelector('#similar [data-product]', PATIENCE);
  await look(page, 'clicked');
  await page.screenshot({path: join(folder, 'page.png')});

  await page.emulateMediaFeatures([{name: 'prefers-color-scheme', value: 'dark'}]);
  await look(page, 'dark');
  await page.screenshot({path: join(folder, 'page-dark.png')});

  await page.setViewport({width: 320, height: 720, isMobile: true, hasTouch: true});
  await look(page, 'phone');
  await page.screenshot({path: join(folder, 'page-phone.png')});
} finally {
  await browser.close();
}
process.stdout.write(JSON.stringify(said));

/** Waits for the first list. */
async function drawn(page) {
  await page.waitForSelector('#recommendations[aria-busy="false"] [data-product]', PATIENCE);
  await page.waitForSelector('#trending[aria-busy="false"]', PATIENCE);
}

/** What axe says against the page as it is, and whether it is wider than its window. */
async function look(page, as) {
  await page.evaluate(axe);       // past the page's policy, which lets no stranger's script in
  const {violations} = await page.evaluate(() => globalThis.axe.run());
  for (const {id, nodes} of violations) said.violations.push(`${as}: ${id} at ${nodes.map(node => node.target.join(' ')).join(', ')}`);
  if (await page.evaluate(() => document.documentElement.scrollWidth > innerWidth)) said.overflows.push(as);
}

/** Presses a button of the first recommendation, by the keyboard, and waits for what follows. */
async function act(page, action, begins) {
  const before = await ids(page);
  await page.focus(`#recommendations [data-action="${action}"]`);
  await page.keyboard.press('Enter');
  await page.waitForFunction(text => new RegExp(`(Updated in|do not show).*${text}`).test(document.getElementById('status').textContent), PATIENCE, begins);
  const status = await page.$eval('#status', at => at.textContent);
  return {action, product: before[0], status, before, after: await ids(page), freshness: await page.$eval('#freshness', at => at.textContent)};
}

function ids(page) {
  return page.$$eval('#recommendations [data-product]', cards => cards.map(card => card.dataset.product));
}
