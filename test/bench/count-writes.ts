// Loaded into an action by --import: counts what it sends to the ports in COUNTED_PORTS, and says so at its end in the
// file COUNT_FILE. kafkajs writes each request to its socket at once, so a write is a request.
import { writeFileSync } from 'node:fs';
import { Socket } from 'node:net';
import { env } from 'node:process';

const ports = new Set((env['COUNTED_PORTS'] ?? '').split(',').map(Number));
let requests = 0;
let connectedAt: number | undefined;
const write = Reflect.get(Socket.prototype, 'write') as (this: Socket, ...args: unknown[]) => boolean;
Reflect.set(Socket.prototype, 'write', function counted(this: Socket, ...args: unknown[]): boolean {
  if (ports.has(this.remotePort ?? Number.NaN)) {
    requests += 1;
    connectedAt ??= performance.now();
  }
  return write.apply(this, args);
});
process.on('exit', () => {
  const { maxRSS: peakKilobytes, userCPUTime, systemCPUTime } = process.resourceUsage();
  const cpuMs = (userCPUTime + systemCPUTime) / 1000;
  const connectedMs = performance.now() - (connectedAt ?? performance.now());
  writeFileSync(env['COUNT_FILE'] ?? '', JSON.stringify({ requests, peakKilobytes, cpuMs, connectedMs }));
});
