/** What a running lab tells about itself; kept as `lab.json` in its folder. */
export interface LabDescription {
  readonly dir: string;
  readonly supervisorPid: number;
  /** Where its supervisor listens, and the secret that it wants to be given. */
  readonly control: { readonly url: string; readonly token: string };
  readonly clusterName: string;
  readonly kafkaVersion: string;
  readonly bootstrapBrokers: readonly string[];
  readonly nodes: readonly LabNode[];
  /** The variables that point an action to this lab. */
  readonly env: Readonly<Record<string, string>>;
  /** The role that the local token issuer's tokens may assume. */
  readonly roleArn: string;
  readonly startupReport: StartupReport;
}

export interface LabNode {
  readonly nodeId: number;
  readonly instanceId: string;
  /** The rack, which is the instance's availability zone too. */
  readonly rack: string;
}

/** What the start took. */
export interface StartupReport {
  readonly provisionMs: number;
  /** moto answers and its instances run. */
  readonly awsMs: number;
  /** Every broker lists all brokers. */
  readonly kafkaMs: number;
  readonly totalMs: number;
  readonly residentMegabytes: {
    readonly brokers: readonly number[];
    readonly moto: number;
    readonly supervisor: number;
  };
}
