import { jsonLog } from '../../hosting/src/adapters/json-log.ts';
import { mountedSettings } from '../../hosting/src/adapters/mounted-files.ts';
import { readSettings } from '../../hosting/src/read-settings.ts';
import { runUntilTold } from '../../hosting/src/run-until-told.ts';
import { producerReaders, readProducerInputs } from './inputs.ts';
import { serve } from './serve.ts';

const SERVICE = 'producer';
const early = jsonLog(SERVICE);

await runUntilTold(early, async (end) => {
  const own = { names: Object.keys(producerReaders), read: readProducerInputs };
  const settings = await readSettings(mountedSettings(early, end), own);
  return serve(settings, jsonLog(SERVICE, settings.own.logLevel), end);
});
