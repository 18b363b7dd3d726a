import { type Html, html } from './html.ts';

/** A whole page. The sentence on what this is not stands on each, once. */
export function page(title: string, content: Html, options: { readonly refreshSeconds?: number } = {}): string {
  const refresh =
    options.refreshSeconds === undefined
      ? undefined
      : html`<meta http-equiv="refresh" content="${options.refreshSeconds}">`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
${refresh}
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/style.css">
</head>
<body>
<header><a class="home" href="/">Magwatch</a><span>Magnesium patterns, for the pharmacist</span></header>
<main>
${content}
</main>
<footer>Not a medical device; site approval needed.</footer>
</body>
</html>
`.markup;
}
