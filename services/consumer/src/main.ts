import { jsonLog } from '../../hosting/src/adapters/json-log.ts';
import { mountedSettings } from '../../hosting/src/adapters/mounted-files.ts';
import { readSettings } from '../../hosting/src/read-settings.ts';
import { runUntilTold } from '../../hosting/src/run-until-told.ts';
import { consumerReaders, readConsumerInputs } from './inputs.ts';
import { serve } from './serve.ts';

const SERVICE = 'consumer';
const early = jsonLog(SERVICE);

await runUntilTold(early, async (end) => {
  const own = { names: Object.keys(consumerReaders), read: readConsumerInputs };
  const settings = await readSettings(mountedSettings(early, end), own);
  return serve(settings, jsonLog(SERVICE, settings.own.logLevel), end);
});
