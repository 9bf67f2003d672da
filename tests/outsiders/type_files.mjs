// What the official clients' type files declare.
import { readFileSync } from 'node:fs';

/** The declarations of a type file: interfaces with their properties, aliases with their text. */
export class Types {
  constructor(file) {
    const text = readFileSync(file, 'utf8').replace(/\/\*[\s\S]*?\*\//g, '');
    this.interfaces = new Map();
    this.required = new Map(); // of them, the properties that are always there
    for (const [, name, body] of text.matchAll(/\binterface (\w+)[^{;]*\{\n([\s\S]*?)\n\}/g)) {
      const properties = new Map();
      const required = [];
      for (const [, key, mark, type] of body.matchAll(/^ {4}(\w+)(\??): ([\s\S]*?);$/gm)) {
        properties.set(key, type);
        if (!mark) required.push(key);
      }
      this.interfaces.set(name, properties);
      this.required.set(name, required);
    }
    this.aliases = new Map();
    for (const [, name, body] of text.matchAll(/\btype (\w+) = ([^;]*);/g)) this.aliases.set(name, body);
  }

  /** The interfaces that a union's text names, through aliases of unions. */
  members(union) {
    const found = new Set();
    for (const word of union.match(/\w+/g) ?? []) {
      if (this.interfaces.has(word)) found.add(word);
      else if (this.aliases.has(word)) for (const name of this.members(this.aliases.get(word))) found.add(name);
    }
    return found;
  }

  /** The values of "type" by which a member is told from the others; undefined stands for none. */
  tags(name) {
    const type = this.interfaces.get(name).get('type');
    const tags = [...(type?.matchAll(/'([^']+)'/g) ?? [])].map((match) => match[1]);
    return tags.length > 0 ? tags : [undefined];
  }

  properties(name) {
    return [...this.interfaces.get(name).keys()];
  }
}
