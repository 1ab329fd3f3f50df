import { execFileSync, type StdioOptions } from 'node:child_process';
import { bodyFault, refuse } from './github-body.ts';
import { type HttpAnswer, jsonAnswer } from './loopback-server.ts';

interface Sent {
  readonly ref?: string;
  readonly sha: string;
  readonly force?: boolean;
}

/** The part of GitHub's API that reads tags and moves references, of a bare repository on the disk. */
export class EmulatedRefs {
  readonly #repository: string;
  readonly #allowedSigners: string;

  /** `allowedSigners` is a file of ssh's: the keys that GitHub knows, and whose they are. */
  constructor(repository: string, allowedSigners: string) {
    this.#repository = repository;
    this.#allowedSigners = allowedSigners;
  }

  /** The object of a full reference, `refs/tags/v1`. */
  objectOf(ref: string): string | undefined {
    return this.#git('rev-parse', '--verify', '--quiet', ref);
  }

  /** Of a call `POST git/refs`, `PATCH git/refs/<ref>` or `GET git/tags/<object>`; a tag that is `locked` is not moved. */
  answer(call: string, body: string, locked: (tag: string) => boolean): HttpAnswer {
    const [, kind, name = ''] =
      /^(POST git\/refs|PATCH git\/refs|GET git\/tags)(?:\/(.+))?$/.exec(call) ?? [];
    switch (kind ?? '') {
      case 'GET git/tags':
        return this.#tag(name);
      case 'POST git/refs':
        return this.#create(body);
      case 'PATCH git/refs':
        return this.#move(`refs/${name}`, body, locked);
      default:
        return refuse(404, 'Not Found');
    }
  }

  #tag(object: string): HttpAnswer {
    if (this.#git('cat-file', '-t', object) !== 'tag') return refuse(404, 'Not Found');
    const text = this.#git('cat-file', '-p', object) ?? '';
    const signers = `gpg.ssh.allowedSignersFile=${this.#allowedSigners}`;
    const verified = this.#git('-c', signers, 'verify-tag', object) !== undefined;
    const reason = /^-----BEGIN /m.test(text) ? 'unknown_key' : 'unsigned';
    return jsonAnswer(200, {
      ...{ sha: object, tag: /^tag (.+)$/m.exec(text)?.[1] },
      object: { sha: this.objectOf(`${object}^{}`), type: 'commit' },
      verification: { verified, reason: verified ? 'valid' : reason },
    });
  }

  #create(body: string): HttpAnswer {
    const sent = JSON.parse(body) as Required<Sent>;
    const fault = bodyFault(sent, { ref: 'string!', sha: 'string!' });
    if (fault !== undefined) return fault;
    if (!/^refs\/\w+\/./.test(sent.ref)) return refuse(422, 'Reference name must start with "refs/"');
    if (this.objectOf(sent.ref) !== undefined) return refuse(422, 'Reference already exists');
    return this.#write(sent.ref, sent.sha, 201);
  }

  #move(ref: string, body: string, locked: (tag: string) => boolean): HttpAnswer {
    const sent = JSON.parse(body) as Sent;
    const fault = bodyFault(sent, { sha: 'string!', force: 'boolean' });
    if (fault !== undefined) return fault;
    const from = this.objectOf(ref);
    if (from === undefined) return refuse(422, 'Reference does not exist');
    if (locked(ref.slice('refs/tags/'.length))) return refuse(422, 'Reference update failed');
    const forward = this.#git('merge-base', '--is-ancestor', from, sent.sha) !== undefined;
    if (!forward && sent.force !== true) return refuse(422, 'Update is not a fast forward');
    return this.#write(ref, sent.sha, 200);
  }

  #write(ref: string, sha: string, status: number): HttpAnswer {
    if (this.#git('cat-file', '-t', sha) === undefined) return refuse(422, 'Object does not exist');
    if (this.#git('update-ref', ref, sha) === undefined) return refuse(422, 'Reference update failed');
    return jsonAnswer(status, { ref, object: { sha, type: 'commit' } });
  }

  /** What a command of Git prints; undefined where it fails. */
  #git(...args: readonly string[]): string | undefined {
    try {
      const stdio: StdioOptions = ['ignore', 'pipe', 'ignore'];
      return execFileSync('git', args, {
        cwd: this.#repository,
        encoding: 'utf8',
        stdio,
        timeout: 60_000,
      }).trim();
    } catch {
      return undefined;
    }
  }
}
