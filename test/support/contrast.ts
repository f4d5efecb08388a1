import type { Page } from 'playwright-core';

/** A text of the page whose contrast is too low for WCAG 2.2 AA (1.4.3). */
export interface LowContrast {
  readonly text: string;
  readonly ratio: number;
}

/** What was looked at, and what is too low: below 4.5, or below 3 for a large text. */
export interface ContrastResult {
  readonly texts: number;
  readonly lowest: number;
  readonly low: readonly LowContrast[];
}

/** Computes the contrast of every visible text and placeholder with what is behind it. */
export const contrastOf = (page: Page): Promise<ContrastResult> => page.evaluate<ContrastResult>(lookAtTexts);

/** Runs in the browser. */
const lookAtTexts = String.raw`(() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const channelsOf = (colour) => {
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = colour;
    canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const luminance = ([red, green, blue]) => {
    const [r, g, b] = [red, green, blue].map((channel) => channel / 255).map((c) => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    for (let at = node; at; at = at.parentElement) {
      const channels = channelsOf(getComputedStyle(at).backgroundColor);
      if (channels[3] === 255) return channels;
      if (channels[3] !== 0) throw new Error('half transparent: ' + at.outerHTML);
    }
    throw new Error('nothing is behind the page');
  };
  const found = [];
  const look = (node, text, style) => {
    if (style.opacity !== '1') throw new Error('half transparent text: ' + text);
    const colour = style.fill !== 'rgb(0, 0, 0)' && node.namespaceURI.endsWith('svg') ? style.fill : style.color;
    const [light, dark] = [luminance(channelsOf(colour)), luminance(behind(node))].sort((a, b) => b - a);
    const size = parseFloat(style.fontSize);
    const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
    found.push({ text, ratio: (light + 0.05) / (dark + 0.05), needed: isLarge ? 3 : 4.5 });
  };
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (text !== '' && !['SCRIPT', 'STYLE'].includes(node.tagName) && node.checkVisibility()) look(node, text, getComputedStyle(node));
  }
  for (const input of document.querySelectorAll('input[placeholder]')) look(input, input.placeholder, getComputedStyle(input, '::placeholder'));
  return { texts: found.length, lowest: Math.min(...found.map(({ ratio }) => ratio)), low: found.filter(({ ratio, needed }) => ratio < needed) };
})()`;
