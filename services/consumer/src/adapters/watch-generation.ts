import { type PartitionAssigner, PartitionAssigners } from 'kafkajs';

/** The part of a broker that kafkajs does not show; the package is pinned. */
interface Joiner {
  joinGroup: (request: object) => Promise<{ readonly generationId: number }>;
}

/**
 * kafkajs's own assigner, which also notices the generation that the coordinator tells in its answer to JoinGroup:
 * kafkajs says it with heartbeats alone, and the first of those comes after the first messages.
 */
export const watchGeneration =
  (notice: (generation: number) => void): PartitionAssigner =>
  (config) => {
    const { cluster } = config;
    const find = cluster.findGroupCoordinator.bind(cluster);
    cluster.findGroupCoordinator = async (group) => {
      const broker = await find(group);
      const { joinGroup } = Object.getPrototypeOf(broker) as Joiner;
      (broker as unknown as Joiner).joinGroup = async (request) => {
        const answer = await joinGroup.call(broker, request);
        notice(answer.generationId);
        return answer;
      };
      return broker;
    };
    return PartitionAssigners.roundRobin(config);
  };
