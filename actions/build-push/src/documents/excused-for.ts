import { z } from 'zod';

/** Who answers for an exception, why it is there, and until when. */
export const excusedFor = {
  owner: z.string().trim().min(1).describe('who answers for it, as a text'),
  reason: z.string().trim().min(1).describe('a text'),
  expires: z.string().describe('its last day, such as "2027-01-31"'),
};
