// check_npm.mjs LOCK FOLDER: whether the folder has the packages of the lock file in just those versions, and no others.
// Says which differ.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [lock, folder] = process.argv.slice(2);
const json = (file) => JSON.parse(readFileSync(file, 'utf8'));

/** Where packages lie below a folder: node_modules/a, node_modules/@b/c, node_modules/a/node_modules/d, … */
function packagesIn(place) {
  const modules = join(place, 'node_modules');
  if (!existsSync(join(folder, modules))) return [];
  const names = readdirSync(join(folder, modules)).filter((name) => !name.startsWith('.'));
  const places = names.flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(folder, modules, name)).map((below) => join(modules, name, below))
      : [join(modules, name)],
  );
  return places.flatMap((found) => [found, ...packagesIn(found)]);
}

const wanted = new Map(Object.entries(json(lock).packages).filter(([place]) => place !== ''));
if (wanted.size === 0) throw new Error(`${lock} names no package`);
const installed = new Map(packagesIn('').map((place) => [place, json(join(folder, place, 'package.json')).version]));
for (const place of new Set([...wanted.keys(), ...installed.keys()])) {
  const { version, optional } = wanted.get(place) ?? {};
  const found = installed.get(place);
  if (found === version || (found === undefined && optional)) continue;
  console.error(`${place} is ${found ?? 'not installed'}, not ${version ?? 'wanted'}`);
  process.exitCode = 1;
}
