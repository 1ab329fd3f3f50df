import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { LayerEntry } from '../../../../../lib/core/image-contents.ts';
import { entry, folder, hardLink, layer, link } from '../../../../../test/builders/image-contents.ts';
import { FileSystem } from './file-system.ts';

const built = (...layers: readonly (readonly LayerEntry[])[]): FileSystem =>
  new FileSystem(layers.map((entries) => layer(...entries)));

const paths = (files: FileSystem): string[] => [...files.all()].map(({ path }) => path).sort();

test('links lead inside of the root, also those that climb above it', () => {
  const files = built([
    entry('usr/bin/node'),
    link('bin', '/usr/bin'),
    link('usr/sbin', 'bin'),
    link('up', '../../../../bin/node'),
    link('loop', 'loop'),
    link('usr/bin/back', '../../bin/./node'),
  ]);
  const node = files.resolve('/usr/bin/node');
  expect(node).not.toBeNull();
  for (const path of [
    'bin/node',
    '/usr/sbin/node',
    'up',
    'bin/back',
    '/bin/../bin/node',
    '../usr/bin/node',
  ]) {
    expect(files.resolve(path)).toBe(node);
  }
  expect(files.resolve('loop')).toBeNull();
  expect(files.resolve('usr/bin/node/x')).toBeNull();
  expect(files.resolve('gone')).toBeNull();
});

test('a path that is made to be walked for ever leads nowhere', () => {
  const there = 'a/../'.repeat(2_500);
  expect(built([folder('a'), link('b', `${there}a`)]).resolve('b')).toBeNull();
});

test('a hard link is the file that it names, and never a folder with its content', () => {
  const files = built(
    [entry('a', { mode: 0o4755 }), folder('b'), entry('b/c')],
    [hardLink('d', 'a'), hardLink('b/b', 'b')],
  );
  expect(files.resolve('d')).toMatchObject({ type: 'file', mode: 0o4755, layer: 1 });
  expect(paths(files)).toEqual(['/a', '/b', '/b/b', '/b/c', '/d']);
});

test('a folder stays what it is to its files when a later layer has it again', () => {
  const files = built([folder('a', 0o700), entry('a/b')], [folder('a', 0o777)]);
  expect(files.resolve('a')).toMatchObject({ mode: 0o777, layer: 1 });
  expect(paths(files)).toEqual(['/a', '/a/b']);
});

/** Files by their paths, put together in the plainest way: without links, so that a path is a place. */
class Model {
  readonly places = new Map<string, LayerEntry['type']>();

  apply(entries: readonly LayerEntry[]): void {
    for (const { name } of entries) this.#takeAway(name);
    for (const { name, type } of entries) if (!name.includes('.wh.')) this.#put(name, type);
  }

  #takeAway(name: string): void {
    const [, parent = '', rest = ''] = /^(.*?)\.wh\.(.*)$/.exec(name) ?? [];
    if (rest === '.wh..opq') this.#clear(`/${parent}`);
    else if (rest !== '') {
      this.places.delete(`/${parent}${rest}`);
      this.#clear(`/${parent}${rest}/`);
    }
  }

  #put(name: string, type: LayerEntry['type']): void {
    const parts = name.split('/');
    for (let depth = 1; depth < parts.length; depth += 1) {
      this.places.set(`/${parts.slice(0, depth).join('/')}`, 'directory');
    }
    if (type !== 'directory') this.#clear(`/${name}/`);
    this.places.set(`/${name}`, type);
  }

  #clear(prefix: string): void {
    for (const place of [...this.places.keys()]) if (place.startsWith(prefix)) this.places.delete(place);
  }
}

test('layers amount to what the plainest model of them has', () => {
  const name = fc.constantFrom('a', 'b', 'c');
  const within = fc.array(name, { maxLength: 3 });
  const placed = fc
    .tuple(within, name, fc.constantFrom<LayerEntry['type']>('file', 'directory'))
    .map(([parents, base, type]) => entry([...parents, base].join('/'), { type }));
  const whiteout = fc
    .tuple(within, fc.constantFrom('.wh.a', '.wh.b', '.wh.c', '.wh..wh..opq'))
    .map(([parents, base]) => entry([...parents, base].join('/')));
  const someLayers = fc.array(fc.array(fc.oneof(placed, placed, whiteout), { maxLength: 8 }), {
    maxLength: 4,
  });
  fc.assert(
    fc.property(someLayers, (layers) => {
      const model = new Model();
      for (const entries of layers) model.apply(entries);
      const files = built(...layers);
      const found = [...files.all()].map(({ path, node }): [string, string] => [path, node.type]);
      expect(found.sort()).toEqual([...model.places].sort());
    }),
  );
});
