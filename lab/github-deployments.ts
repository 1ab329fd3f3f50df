import { type HttpAnswer, type HttpRequest, jsonAnswer } from './loopback-server.ts';

export interface EmulatedDeployment {
  readonly id: number;
  readonly sha: string;
  readonly environment: string;
  readonly task: string;
  readonly payload: unknown;
  /** The newest first. */
  readonly states: string[];
}

interface Sent {
  readonly ref?: string;
  readonly environment?: string;
  readonly task?: string;
  readonly payload?: unknown;
  readonly state?: string;
}

/** The part of GitHub's API that keeps deployments and their statuses, in memory. */
export class EmulatedDeployments {
  /** The newest first. */
  readonly all: EmulatedDeployment[] = [];

  /** `N` stands for the number in a call. */
  answer(call: string, number: number, { body, url }: HttpRequest): HttpAnswer {
    const sent = (body === '' ? {} : JSON.parse(body)) as Sent;
    const states = this.all.find(({ id }) => id === number)?.states ?? [];
    switch (call) {
      case 'GET deployments':
        return jsonAnswer(
          200,
          this.all.filter((each) => isAskedFor(each, url.searchParams)),
        );
      case 'POST deployments':
        return jsonAnswer(201, { ...this.#add(sent), url: 'https://github.test/deployment' });
      case 'GET deployments/N/statuses':
        return jsonAnswer(
          200,
          states.map((state) => ({ state })),
        );
      case 'POST deployments/N/statuses':
        states.unshift(sent.state ?? '');
        return jsonAnswer(201, {});
      default:
        return jsonAnswer(404, { message: 'Not Found' });
    }
  }

  #add({ ref: sha = '', environment = '', task = '', payload = '' }: Sent): EmulatedDeployment {
    const deployment = { id: this.all.length + 1, sha, environment, task, payload, states: [] };
    this.all.unshift(deployment);
    return deployment;
  }
}

const isAskedFor = ({ environment, task }: EmulatedDeployment, query: URLSearchParams): boolean =>
  environment === query.get('environment') && task === query.get('task');
