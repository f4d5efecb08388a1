import type { DomainName } from '../dns/rrset.ts';
import type { ProblemCode } from '../telemetry/problems.ts';

/**
 * Why a name is answered as it is: a chain from what was typed to what resolvers remember. Links stand in the
 * order of {@link LinkKind}; behind the first broken one only what still can be said follows.
 */
export type Explanation = {
  /** As it was typed. */
  readonly text: string;
  readonly name: DomainName;
  /** Absent: all types. */
  readonly type?: string;
  /** The zone of ours that holds the name; absent where none does. */
  readonly zone?: DomainName;
  /** HOST:PORT of its name server. */
  readonly server?: string;
  /** No link is broken. */
  readonly isWell: boolean;
  readonly links: readonly Link[];
};

export type Link = {
  readonly kind: LinkKind;
  /** `unknown`: it cannot be told from here. */
  readonly verdict: 'ok' | 'broken' | 'unknown';
  /** What it is about: a name, an object, a record. Empty where the kind says it. */
  readonly subject: string;
  readonly detail: string;
  /** Only of a broken link. */
  readonly reason?: Reason;
  /** Its row in the table of problems, where it has one. */
  readonly code?: ProblemCode;
  /** What puts it right, where one line says it. */
  readonly fix?: string;
  /** When the message was taken, in milliseconds since 1970. */
  readonly atMs?: number;
  /** Until when resolvers may remember, in milliseconds since 1970. */
  readonly untilMs?: number;
};

/**
 * | kind      | what it is about                                            |
 * | --------- | ----------------------------------------------------------- |
 * | `name`    | what was typed, as a name                                   |
 * | `zone`    | the zone of ours that holds it                              |
 * | `object`  | the object that it comes from                               |
 * | `rule`    | by what the object has the name                             |
 * | `rrset`   | what should stand there                                     |
 * | `message` | the UPDATE that wrote it, and when                          |
 * | `serial`  | of the zone that was read, and whether it was read back     |
 * | `answer`  | what the name server answers now                            |
 * | `memory`  | until when resolvers may remember that it was not there     |
 */
export type LinkKind =
  | 'name'
  | 'zone'
  | 'object'
  | 'rule'
  | 'rrset'
  | 'message'
  | 'serial'
  | 'answer'
  | 'memory';

/**
 * What breaks a link, for programs.
 *
 * | reason                   | link      | the name is not answered because                              |
 * | ------------------------ | --------- | ------------------------------------------------------------- |
 * | `search-path`            | `name`    | a search path was put behind a name that was whole             |
 * | `wrong-zone`             | `zone`    | no zone of ours holds it                                       |
 * | `delegated`              | `zone`    | another server is asked there, by NS or DNAME                  |
 * | `own-record`             | `zone`    | it is kept for marks and claims                                |
 * | `no-such-service`        | `object`  | there is no such object, or none that is read                  |
 * | `namespace-not-selected` | `object`  | its namespace is not published                                 |
 * | `not-selected`           | `object`  | its labels, class, source or annotation leave it out           |
 * | `not-read`               | `object`  | the cluster has not been read yet, or not this kind of object  |
 * | `not-accepted`           | `object`  | no Gateway of ours has accepted the route                      |
 * | `held-back`              | `object`  | it is gone, and the brake holds its deletion back              |
 * | `not-ours`               | `object`  | somebody wrote it by hand                                      |
 * | `not-requested`          | `rule`    | nothing asks for it                                            |
 * | `no-short-name`          | `rule`    | Services of this namespace have no short names                 |
 * | `not-allowed`            | `rule`    | no allow rule gives it                                         |
 * | `unpublishable`          | `rule`    | it may not be published, or cannot                             |
 * | `contest`                | `rule`    | another object has it                                          |
 * | `names-off`              | `rule`    | names of this kind are not turned on                           |
 * | `no-address`             | `rrset`   | the object has no address                                      |
 * | `other-networks`         | `rrset`   | its addresses lie outside of the zone's networks               |
 * | `no-endpoints`           | `rrset`   | nothing stands behind the Service                              |
 * | `not-ready`              | `rrset`   | no endpoint is ready                                           |
 * | `no-such-endpoint`       | `rrset`   | no endpoint has this name                                      |
 * | `no-such-port`           | `rrset`   | no port has this name                                          |
 * | `no-type`                | `rrset`   | the name is there, without this type                           |
 * | `no-data`                | `rrset`   | only names below it are there                                  |
 * | `held`                   | `rrset`   | what it had stays, since it has nothing new                    |
 * | `conflict`               | `message` | somebody else holds the name, or hides it                      |
 * | `refused`                | `message` | the name server refuses it                                     |
 * | `omitted`                | `message` | the name server leaves it out, and answers NOERROR             |
 * | `pending`                | `message` | it is not written yet                                          |
 * | `zone-not-written`       | `message` | nothing of the zone can be written now                         |
 * | `not-answered`           | `answer`  | the name server does not answer the question                   |
 * | `answered-otherwise`     | `answer`  | it answers something else than the zone holds                  |
 */
export type Reason =
  | 'search-path'
  | 'wrong-zone'
  | 'delegated'
  | 'own-record'
  | 'no-such-service'
  | 'namespace-not-selected'
  | 'not-selected'
  | 'not-read'
  | 'not-accepted'
  | 'held-back'
  | 'not-ours'
  | 'not-requested'
  | 'no-short-name'
  | 'not-allowed'
  | 'unpublishable'
  | 'contest'
  | 'names-off'
  | 'no-address'
  | 'other-networks'
  | 'no-endpoints'
  | 'not-ready'
  | 'no-such-endpoint'
  | 'no-such-port'
  | 'no-type'
  | 'no-data'
  | 'held'
  | 'conflict'
  | 'refused'
  | 'omitted'
  | 'pending'
  | 'zone-not-written'
  | 'not-answered'
  | 'answered-otherwise';
