// Starts a lab, tells about it in one line and then never ends: it is there to be killed.
import { startLab } from '../../lab/lab.ts';

const lab = await startLab({ brokers: 1 });
process.stdout.write(`${JSON.stringify({ dir: lab.dir, supervisorPid: lab.supervisorPid })}\n`);
