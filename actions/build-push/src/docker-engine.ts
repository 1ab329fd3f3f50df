import path from 'node:path';
import { arch } from 'node:process';
import type {
  BuildCache,
  BuildFailure,
  BuildRequest as BuildxRequest,
  BuildSecret,
} from '../../../lib/adapters/buildx/build-request.ts';
import { buildx } from '../../../lib/adapters/buildx/buildx.ts';
import type { ProbeOutcome } from '../../../lib/adapters/run-probe/probe-request.ts';
import { runProbe } from '../../../lib/adapters/run-probe/run-probe.ts';
import type { Runner } from '../../../lib/adapters/runner.ts';
import { parseDigest } from '../../../lib/core/image-reference.ts';
import { type Problem, problemAt, ProblemsFound } from '../../../lib/core/problem.ts';
import { WorldFailure } from '../../../lib/core/world-failure.ts';
import type { GateInputs } from './core/gate-inputs.ts';
import type { Probe } from './core/image-facts.ts';
import { judgeProbe } from './core/judge-probe.ts';
import type { LayerCache } from './layer-cache.ts';
import type { BuildRequest, Engine, ProbedImage } from './ports.ts';

interface Surroundings {
  readonly workspace: string;
  readonly runner: Runner;
  readonly signal: AbortSignal;
  /** Of docker. */
  readonly environment: () => Promise<NodeJS.ProcessEnv>;
  readonly layers: LayerCache;
}

/** Docker with buildx, as the job has it. */
export function dockerEngine(around: Surroundings): Engine {
  return {
    build: async (request) => {
      const { runner, signal } = around;
      const cache = await cacheOf(request, around.layers);
      const wanted = { ...requestOf(request, around.workspace), cache };
      const outcome = await buildx(await around.environment()).build(wanted, {
        signal,
        onLine: (line) => {
          runner.info(line);
        },
      });
      if (outcome.kind === 'built') {
        for (const { rule, message, place, url } of outcome.warnings)
          runner.warning(
            `${rule === '' ? '' : `${rule}: `}${message} ${url}`.trim(),
            placeIn(place, around.workspace),
          );
        return;
      }
      throw failureOf(outcome.failure, around.workspace);
    },
    cannotStart: async (platform) =>
      foreign(platform) ?? (await runProbe(await around.environment()).absent()),
    probe: (image, settings) => probe(image, settings, around),
  };
}

const placeIn = <P extends { readonly file: string }>(place: P, workspace: string): P => ({
  ...place,
  file: path.relative(workspace, path.resolve(workspace, place.file)),
});

function failureOf(failure: BuildFailure, workspace: string): Error {
  const because = failure.because.replace(/\.$/, '');
  switch (failure.kind) {
    case 'dockerfile':
      return new ProblemsFound([problemAt(placeIn(failure.place, workspace), because, 'Mend this step.')]);
    case 'disk-full':
    case 'cancelled':
    case 'other':
      return new WorldFailure(failure.because);
    case 'docker-missing':
    case 'buildx-missing':
    case 'buildx-too-old':
    case 'engine-unreachable':
    case 'no-oci-export':
      return new ProblemsFound([noEngine(because)]);
  }
}

const noEngine = (because: string): Problem => ({
  where: 'the runner',
  what: `nothing can be built here: ${because}`,
  fix: 'Use a runner with Docker and its buildx plugin, or add docker/setup-buildx-action.',
});

function requestOf(request: BuildRequest, workspace: string): BuildxRequest {
  const { context, file, into, platforms, target, buildArgs, labels, provenance, sbom, epoch } = request;
  return {
    context: path.resolve(workspace, context),
    file: path.resolve(workspace, file),
    into,
    platforms,
    ...(target !== '' && { target }),
    buildArgs: new Map(Object.entries(buildArgs)),
    labels: new Map(Object.entries(labels)),
    secrets: secretsOf(request, workspace),
    sourceDateEpoch: epoch,
    provenance: provenance ? 'min' : 'none',
    sbom,
  };
}

async function cacheOf({ cache, file }: BuildRequest, layers: LayerCache): Promise<BuildCache> {
  switch (cache) {
    case 'none':
      return { kind: 'none' };
    case 'gha':
      return { kind: 'gha', scope: file };
    case 'ecr': {
      const image = await layers.image();
      return image === undefined ? { kind: 'none' } : { kind: 'registry', image };
    }
  }
}

const secretsOf = ({ secretEnvs, secretFiles }: BuildRequest, workspace: string): BuildSecret[] => [
  ...Object.entries(secretEnvs).map(([id, variable]) => ({ id, variable })),
  ...Object.entries(secretFiles).map(([id, file]) => ({ id, file: path.resolve(workspace, file) })),
];

/** How long an image has until it is told to end, in milliseconds: process 1 is deaf to a signal that it does not handle yet. */
const RUN_FOR = 5_000;
const OWN_PLATFORM = `linux/${arch === 'x64' ? 'amd64' : arch}`;

const foreign = (platform: string): string | undefined =>
  platform.startsWith(OWN_PLATFORM) ? undefined : `this machine runs ${OWN_PLATFORM}`;

async function probe(image: ProbedImage, settings: GateInputs, around: Surroundings): Promise<Probe> {
  const { layout, platform } = image;
  const digest = parseDigest(image.digest);
  if (digest === undefined) throw new Error('a layout names its images by digests');
  const because = foreign(platform);
  if (because !== undefined) return { platform, outcome: 'skipped', because };
  const { probeEnv, probeWritable: writable, stopTimeout } = settings;
  const environment = new Map(Object.entries(probeEnv));
  const request = {
    layout,
    digest,
    environment,
    writable,
    runFor: RUN_FOR,
    stopTimeout,
    signal: around.signal,
  };
  return probeOf(platform, await runProbe(await around.environment()).probe(request));
}

function probeOf(platform: string, outcome: ProbeOutcome): Probe {
  switch (outcome.kind) {
    case 'ran':
      return judgeProbe(platform, outcome);
    case 'not-started':
      return { platform, outcome: 'failed', because: `it could not be started: ${outcome.because}` };
    case 'no-engine':
      return { platform, outcome: 'skipped', because: outcome.because };
    case 'cancelled':
      throw new WorldFailure('The run was asked to end while the image was tried.');
  }
}
