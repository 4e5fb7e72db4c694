import * as markdown from 'prettier/plugins/markdown';

// A Markdown plugin of Prettier. Prettier pads each column of a table to its widest cell, so one long cell
// changes every line of the table. This plugin keeps tables as they are written and formats the rest of a
// page.
const { mdast } = markdown.printers;

/** @type {import('prettier').Printer['print']} */
function print(path, options, printChild) {
  const { node } = path;
  if (node.type !== 'table') return mdast.print(path, options, printChild);
  return options.originalText.slice(node.position.start.offset, node.position.end.offset);
}

// Prettier takes the printer from the plugin that has the parser.
export const parsers = markdown.parsers;
export const printers = { mdast: { ...mdast, print } };
