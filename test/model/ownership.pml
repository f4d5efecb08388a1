/*
 * The ownership protocol: who may write a zone, and which of its records are ours.
 * README.md beside this file says which function of src each step stands for, and what is assumed of the name
 * server.
 *
 * By -D:
 *   DAEMONS=n     processes that stay, 1 to 3            ONESHOT      a run by hand beside them
 *   FAULTS=n      how many things go wrong, in any order CHANGES=n    how often what is desired changes
 *   EDITS CLAIM_EDITS CRASHES STOPS NETWORK OMISSIONS DEAF IMPATIENT RESTORE     which faults there are
 *   OLDMARKER     the zone was written by a version before 0.2
 *   BREAK_...     one rule of the protocol is left out: a property must fail
 */
#ifndef DAEMONS
#define DAEMONS 2
#endif
#ifndef FAULTS
#define FAULTS 2
#endif
#ifndef CHANGES
#define CHANGES 1
#endif
#ifdef ONESHOT
#define ALL (DAEMONS + 1)
#define IS_ONESHOT(p) ((p) == DAEMONS)
#else
#define ALL DAEMONS
#define IS_ONESHOT(p) 0
#endif

/* A claim is one number, so that "exactly this claim" is "this number"; 0: there is none. */
#if defined(BREAK_SAME_CLAIM) || defined(BREAK_NO_EPOCH)
#define CLAIM(epoch, p) ((epoch) | ((p + 1) << 4))
#else
#define CLAIM(epoch, p) ((epoch) | ((p + 1) << 4) | (life[p] << 10))
#endif
#define EPOCH(claim) ((claim) & 15)
#ifdef BREAK_NO_EPOCH
#define NEXT(epoch) 1
#else
#define NEXT(epoch) ((epoch) + 1)
#endif
#define STOPPED 128
#define STRAY 256
#define OTHER_OWNER 512
#define WITHOUT_STRAY(claim) ((claim) & 32511)

/* Records of an RRset are bits: what is desired is 1 or 2 (0: nothing), and THEIRS is never desired. */
#define THEIRS 4
/* A marker is MARKED and the records that it lists; STRAY_TXT: another writer put a TXT beside it. */
#define MARKED 128
#define OLD_MARKED 64
#define STRAY_TXT 32
#define ANY 255

/* The zone, as the server has it. */
short zoneClaim = 0;
byte inside = 0;  /* one unit of the territory */
byte outside = 0; /* one name outside the territory, which is requested while something is desired */
byte marker = 0;  /* at that name's place in the side tree */

/* For the properties alone; the protocol never reads these. */
byte claimedBy = 0;     /* the life that wrote the claim which stands in the zone */
byte theirsOutside = 0; /* records at the name that another writer put there */
byte readded = 0;       /* records that a marker lists, and that another writer deleted and added again: they may go or stay */
bit theirsInside = 0;   /* another writer filled the territory before it was ever claimed */
bit everClaimed = 0;

#ifdef RESTORE
short backupClaim; byte backupInside; byte backupOutside; byte backupMarker;
byte backupClaimedBy; byte backupTheirs; byte backupReadded; bit hasBackup = 0;
#endif

byte desired = 1;
byte faults = FAULTS;
byte changes = CHANGES;
byte lives = 0;

mtype = { down, running, leaving, ended, gone };
mtype state[ALL] = down;
byte life[ALL];        /* of the process that runs: no two have the same */
byte wants[ALL];       /* what is desired, as far as it has heard */
bit deaf[ALL];         /* its watch brings nothing any more */
bit hasMirror[ALL];
bit readDue[ALL];
bit fresh[ALL];        /* the mirror has the zone's serial, and nothing waits to be read back */
bit standby[ALL];
bit joined[ALL];
short held[ALL];       /* the claim that it holds; 0: none */
byte heldBy[ALL];      /* for the properties: the life that wrote it */
byte heldEpoch[ALL];
short seenClaim[ALL];  /* the mirror, and what the server acknowledged since */
byte seenBy[ALL];
byte seenInside[ALL];
byte seenOutside[ALL];
byte seenMarker[ALL];
#ifdef BREAK_MARKER_AFTER
bit markerDue[ALL];
#endif

/* One message of each process is under way at most, and one is late: its sender has given it up, or sent it twice. */
mtype = { take, leave, unit, name };
mtype = { applied, failed, unknown };
typedef Update {
  mtype kind;
  short fence;     /* prerequisite: the claim is exactly this */
  short claim;     /* the new one */
  byte hasMarker;  /* prerequisite: the marker is exactly this */
  byte hasRecords; /* prerequisite: the records at the name are exactly these */
  bit deleteRrset;
  byte remove;
  byte add;
  byte newMarker;
  byte writer;     /* for the properties: the life under whose claim it is written */
  byte siblings;   /* for the properties: records of others that its plan knew of */
  bit creates;     /* for the properties: there was no record of ours at the name */
};
Update message[ALL];
bit sent[ALL];
Update late;

hidden byte before;
hidden byte markerBefore;
hidden mtype outcome;

inline zoneChanged() {
#ifdef BREAK_SERIAL_STAYS
  skip
#else
  fresh[0] = 0;
#if ALL > 1
  fresh[1] = 0;
#endif
#if ALL > 2
  fresh[2] = 0;
#endif
#if ALL > 3
  fresh[3] = 0;
#endif
#endif
}

inline clearUpdate(m) {
  m.kind = 0; m.fence = 0; m.claim = 0; m.hasMarker = 0; m.hasRecords = 0; m.deleteRrset = 0;
  m.remove = 0; m.add = 0; m.newMarker = 0; m.writer = 0; m.siblings = 0; m.creates = 0;
}

inline copyUpdate(to, from) {
  to.kind = from.kind; to.fence = from.fence; to.claim = from.claim; to.hasMarker = from.hasMarker;
  to.hasRecords = from.hasRecords; to.deleteRrset = from.deleteRrset; to.remove = from.remove;
  to.add = from.add; to.newMarker = from.newMarker; to.writer = from.writer; to.siblings = from.siblings;
  to.creates = from.creates;
}

/* ---- The server ---- */

#ifdef BREAK_NO_FENCE
#define FENCE_HOLDS(m) (m.kind == unit || m.kind == name || m.fence == zoneClaim)
#else
#define FENCE_HOLDS(m) (m.fence == zoneClaim)
#endif
#define HOLDS(m) (FENCE_HOLDS(m) && (m.kind != name || ((m.hasMarker == ANY || m.hasMarker == marker) && (m.hasRecords == ANY || m.hasRecords == outside))))

/* The changes of a message whose prerequisites hold. What the server omits is not added, and nobody is told. */
inline perform(m, omits) {
  if
  :: m.kind == take || m.kind == leave ->
    zoneClaim = m.claim; claimedBy = m.writer; everClaimed = 1;
    zoneChanged()
  :: m.kind == unit ->
    assert(m.writer == claimedBy); /* a stale writer never writes */
    assert(!theirsInside);         /* nothing foreign is touched */
    before = inside;
    inside = (m.deleteRrset -> 0 : inside) | (omits -> 0 : m.add);
    if :: inside != before -> zoneChanged() :: else fi
  :: m.kind == name ->
    assert(m.writer == claimedBy);                            /* a stale writer never writes */
    assert((m.remove & theirsOutside) == 0);                  /* nothing foreign is deleted, */
    assert(!m.creates || theirsOutside == 0);                 /* nor has a first record of ours beside it, */
    assert(m.add == 0 || (theirsOutside & ~m.siblings) == 0); /* nor gets another TTL by one that is added */
    before = outside; markerBefore = marker;
    outside = (outside & ~m.remove) | (omits -> 0 : m.add); readded = readded & outside & ~m.add;
    if :: m.newMarker != ANY -> marker = m.newMarker :: else fi;
    if :: outside != before || marker != markerBefore -> zoneChanged() :: else fi
  fi
}

/* ---- What a process decides; everything follows from what it has seen ---- */

/* Which records at the name the marker says are ours. With an old marker 1 and THEIRS cannot be told apart. */
#define MARKS(p) (seenMarker[p] & 7)
#ifdef BREAK_OLD_MARK
#define SHARED(p) (seenOutside[p] & 5)
#else
#define SHARED(p) ((seenOutside[p] & 5) == 5 -> (wants[p] & 1) : (seenOutside[p] & 5))
#endif
#define OLD_MINE(p) ((MARKS(p) & 1 -> SHARED(p) : 0) | (MARKS(p) & 2 & seenOutside[p]))
#define MINE(p) (seenMarker[p] & OLD_MARKED -> OLD_MINE(p) : (seenMarker[p] & MARKED -> MARKS(p) & seenOutside[p] : 0))
#define SIBLINGS(p) (seenOutside[p] & ~MINE(p))
#define IS_MARKED(p) ((seenMarker[p] & (MARKED | OLD_MARKED)) != 0)
#define CREATES(p) (wants[p] != 0 && MINE(p) == 0)
#ifdef BREAK_TAKES_EQUAL
#define OWN_WANTED(p) (wants[p])
#else
#define OWN_WANTED(p) (wants[p] & ~SIBLINGS(p))
#endif
#define OWN_AFTER(p) (CREATES(p) && SIBLINGS(p) != 0 -> 0 : OWN_WANTED(p))
#define MARKER_AFTER(p) (wants[p] == 0 -> 0 : (MARKED | OWN_AFTER(p)))
#define MAY_CREATE(p) (wants[p] != 0 && seenOutside[p] == 0 && seenMarker[p] == 0)
#define NAME_DIFFERS(p) (IS_MARKED(p) -> (MINE(p) != OWN_AFTER(p) || seenMarker[p] != MARKER_AFTER(p)) : MAY_CREATE(p))
#define UNIT_DIFFERS(p) (seenInside[p] != wants[p])
#define IS_BEHIND(p) (UNIT_DIFFERS(p) || NAME_DIFFERS(p))

#define RESTS(p) (state[p] == running && !sent[p])
#define IS_READ(p) (RESTS(p) && hasMirror[p] && !readDue[p])
#define MAY_WRITE(p) (IS_READ(p) && !standby[p] && held[p] != 0)

/* Whether somebody else looks after the zone: then only an impatient one claims it. */
#define WRITES(q) (state[q] == running && !deaf[q] && !standby[q])
#if DAEMONS == 1
#define SOMEBODY_WRITES(p) 0
#elif DAEMONS == 2
#define SOMEBODY_WRITES(p) WRITES(1 - (p))
#else
#define SOMEBODY_WRITES(p) (((p) != 0 && WRITES(0)) || ((p) != 1 && WRITES(1)) || ((p) != 2 && WRITES(2)))
#endif
#define GRACE_ENDS(p) (!deaf[p] && !SOMEBODY_WRITES(p))

inline lose(p) {
  held[p] = 0; heldBy[p] = 0; joined[p] = 0;
}

inline forget(p) {
  lose(p);
  wants[p] = 0; deaf[p] = 0; hasMirror[p] = 0; readDue[p] = 0; standby[p] = 0; heldEpoch[p] = 0;
  seenClaim[p] = 0; seenBy[p] = 0; seenInside[p] = 0; seenOutside[p] = 0; seenMarker[p] = 0;
#ifdef BREAK_MARKER_AFTER
  markerDue[p] = 0;
#endif
  life[p] = 0;
}

inline begin(p) {
  state[p] = running; lives++; life[p] = lives; wants[p] = desired; fresh[p] = 0;
  assert(lives < 32) /* a claim has room for no more */
}

inline checkClaim(p) {
  if
  :: (held[p] == 0 && !standby[p]) || (seenClaim[p] == held[p] && held[p] != 0)
  :: else ->
    if
    :: seenClaim[p] == OTHER_OWNER -> forget(p); state[p] = ended
    :: seenClaim[p] != OTHER_OWNER && held[p] == 0 -> standby[p] = (seenClaim[p] != 0)
    :: else ->
      standby[p] = (seenClaim[p] != 0 && WITHOUT_STRAY(seenClaim[p]) != held[p]
        && EPOCH(seenClaim[p]) >= EPOCH(held[p]) && !IS_ONESHOT(p));
      lose(p)
    fi
  fi
}

inline readZone(p) {
  seenClaim[p] = zoneClaim; seenBy[p] = claimedBy; seenInside[p] = inside;
  seenOutside[p] = outside; seenMarker[p] = marker;
  hasMirror[p] = 1; fresh[p] = 1; readDue[p] = 0;
  checkClaim(p)
}

inline sendTake(p) {
  message[p].kind = take; message[p].fence = seenClaim[p];
  message[p].claim = CLAIM(NEXT(heldEpoch[p] > EPOCH(seenClaim[p]) -> heldEpoch[p] : EPOCH(seenClaim[p])), p);
  message[p].writer = life[p];
  assert(EPOCH(message[p].claim) != 0); /* nor for more epochs than fifteen */
  sent[p] = 1
}

#ifdef BREAK_NO_LOOK
#define IS_OCCUPIED(p) 0
#else
#define IS_OCCUPIED(p) (seenClaim[p] == 0 && seenInside[p] != 0 && heldEpoch[p] == 0)
#endif

inline claimZone(p) {
  if
  :: seenClaim[p] == OTHER_OWNER -> forget(p); state[p] = ended
  :: IS_OCCUPIED(p) ->
    if
    :: inside != 0 -> forget(p); state[p] = ended
    :: else -> readDue[p] = 1
    fi
  :: else ->
    if
    :: IS_ONESHOT(p) && seenClaim[p] != 0 && (seenClaim[p] & STRAY) == 0 ->
      held[p] = seenClaim[p]; heldBy[p] = seenBy[p]; heldEpoch[p] = EPOCH(seenClaim[p]); joined[p] = 1
    :: else -> sendTake(p)
    fi
  fi
}

inline sendUnit(p) {
  message[p].kind = unit; message[p].fence = held[p]; message[p].writer = heldBy[p];
  message[p].deleteRrset = (seenInside[p] != 0); message[p].add = wants[p];
  sent[p] = 1
}

inline sendName(p) {
  message[p].kind = name; message[p].fence = held[p]; message[p].writer = heldBy[p];
  message[p].siblings = SIBLINGS(p); message[p].creates = CREATES(p) && OWN_AFTER(p) != 0;
  message[p].hasMarker = seenMarker[p];
  message[p].remove = MINE(p) & ~OWN_AFTER(p);
  message[p].add = OWN_AFTER(p) & ~MINE(p);
  message[p].newMarker = MARKER_AFTER(p);
#ifdef BREAK_DELETE_RRSET
  if :: message[p].remove != 0 -> message[p].remove = 7 :: else fi;
#endif
#if defined(BREAK_NO_CONDITION)
  message[p].hasRecords = ANY;
#elif defined(BREAK_NOT_EXACT)
  message[p].hasRecords = (message[p].creates -> 0 : ANY);
#elif defined(BREAK_LATE_HEALING)
  message[p].hasRecords = (message[p].add != 0 -> seenOutside[p] : ANY);
#else
  /* What the marker lists and is not there may be under way still, in a message whose answer was lost. */
  message[p].hasRecords = (message[p].add != 0 || ((seenMarker[p] & MARKED) != 0 && MARKS(p) != MINE(p)) -> seenOutside[p] : ANY);
#endif
#ifdef BREAK_MARKER_AFTER
  if
  :: message[p].creates -> message[p].newMarker = ANY; markerDue[p] = 1
  :: else
  fi;
#endif
  sent[p] = 1
}

inline sendLeave(p) {
  message[p].kind = leave; message[p].fence = held[p]; message[p].claim = held[p] | STOPPED;
  message[p].writer = heldBy[p];
  state[p] = leaving; sent[p] = 1
}

inline readBackLater(p) {
#ifdef BREAK_NO_READ_BACK
  skip
#else
  fresh[p] = 0
#endif
}

inline settle(p) {
  if
  :: outcome == applied && message[p].kind == take ->
    held[p] = message[p].claim; heldBy[p] = life[p]; heldEpoch[p] = EPOCH(held[p]); joined[p] = 0;
    seenClaim[p] = held[p]; seenBy[p] = life[p]; standby[p] = 0
  :: outcome == applied && message[p].kind == unit -> seenInside[p] = message[p].add; readBackLater(p)
  :: outcome == applied && message[p].kind == name ->
    seenOutside[p] = (seenOutside[p] & ~message[p].remove) | message[p].add;
    if :: message[p].newMarker != ANY -> seenMarker[p] = message[p].newMarker :: else fi;
    readBackLater(p)
#ifdef BREAK_UNKNOWN_IS_DONE
  :: outcome == unknown && message[p].kind == unit -> seenInside[p] = message[p].add
  :: outcome == unknown && message[p].kind == name ->
    seenOutside[p] = (seenOutside[p] & ~message[p].remove) | message[p].add; seenMarker[p] = message[p].newMarker
#endif
#ifdef BREAK_NO_READ
  :: outcome != applied && (message[p].kind == unit || message[p].kind == name)
#endif
  :: else -> readDue[p] = 1
  fi;
  if
  :: state[p] == leaving -> forget(p); state[p] = (IS_ONESHOT(p) -> ended : down)
  :: else
  fi;
  clearUpdate(message[p]);
  sent[p] = 0
}

/*
 * A message arrives, and its sender settles in the same step: that changes nothing but what the sender knows, and
 * so could as well come later.
 */
inline arrive(p, isAnswered, omits) {
  if
  :: HOLDS(message[p]) -> perform(message[p], omits); outcome = (isAnswered -> applied : unknown)
  :: else -> outcome = (isAnswered -> failed : unknown)
  fi;
  settle(p)
}

#define FAULT (faults > 0)
#define IS_UP(p) (state[p] == running || state[p] == leaving)
#define OTHER(p) ((p) == 0 -> 1 : 0)
#define OTHERS_WELL(p) (DAEMONS > 1 && state[OTHER(p)] != gone && state[OTHER(p)] != ended && !deaf[OTHER(p)])

inline crash(p, after) {
  forget(p); state[p] = after; clearUpdate(message[p]); sent[p] = 0
}

/* Another owner has the claim, or nobody has it and the territory is filled: a person must look. */
#define HINDERED (zoneClaim == OTHER_OWNER || (zoneClaim == 0 && inside != 0))

proctype Process(byte p) {
end:
  do
  /* A supervisor starts it again; where it would end again for the same reason, that is left out. */
  :: d_step { state[p] == ended && !IS_ONESHOT(p) && !HINDERED -> begin(p) }
  :: d_step { sent[p] -> arrive(p, 1, 0) }
  :: d_step {
      state[p] == down ->
      begin(p)
    }
  :: d_step { RESTS(p) && (!hasMirror[p] || readDue[p]) -> readZone(p) }
  :: d_step { IS_READ(p) && !fresh[p] -> readZone(p) }
  :: d_step { IS_READ(p) && standby[p] && (seenClaim[p] & STOPPED) -> claimZone(p) }
#ifndef BREAK_NO_GRACE
  :: d_step { IS_READ(p) && standby[p] && IS_BEHIND(p) && GRACE_ENDS(p) -> claimZone(p) }
#endif
#ifdef IMPATIENT
  :: d_step { IS_READ(p) && standby[p] && IS_BEHIND(p) && !GRACE_ENDS(p) && faults > 0 -> faults--; claimZone(p) }
#endif
  :: d_step { IS_READ(p) && !standby[p] && held[p] == 0 -> claimZone(p) }
  :: d_step { MAY_WRITE(p) && UNIT_DIFFERS(p) -> sendUnit(p) }
#ifdef BREAK_MARKER_AFTER
  :: d_step {
      MAY_WRITE(p) && markerDue[p] ->
      message[p].kind = name; message[p].fence = held[p]; message[p].writer = heldBy[p]; message[p].hasMarker = 0;
      message[p].hasRecords = ANY; message[p].newMarker = MARKED | seenOutside[p]; markerDue[p] = 0; sent[p] = 1
    }
#endif
  :: d_step { MAY_WRITE(p) && NAME_DIFFERS(p) -> sendName(p) }
#ifdef ONESHOT
  :: d_step {
      IS_ONESHOT(p) && MAY_WRITE(p) && !IS_BEHIND(p) && fresh[p] && wants[p] == desired ->
      if
      :: joined[p] -> forget(p); state[p] = ended
      :: else -> sendLeave(p)
      fi
    }
#endif
#ifdef NETWORK
  :: d_step { FAULT && sent[p] -> faults--; outcome = unknown; settle(p) } /* the request is lost */
  :: d_step { FAULT && sent[p] -> faults--; arrive(p, 0, 0) }              /* the answer is lost */
  :: d_step { FAULT && sent[p] && late.kind == 0 -> faults--; copyUpdate(late, message[p]); outcome = unknown; settle(p) }
  :: d_step { FAULT && sent[p] && late.kind == 0 -> faults--; copyUpdate(late, message[p]); arrive(p, 1, 0) }
#endif
#ifdef OMISSIONS
  :: d_step { FAULT && sent[p] -> faults--; arrive(p, 1, 1) }
#endif
#ifdef CRASHES
  :: d_step { FAULT && IS_UP(p) -> faults--; crash(p, down) }
  :: d_step { FAULT && IS_UP(p) && OTHERS_WELL(p) -> faults--; crash(p, gone) }
  :: d_step { FAULT && IS_UP(p) && sent[p] && late.kind == 0 -> faults--; copyUpdate(late, message[p]); crash(p, down) }
  :: d_step { FAULT && IS_UP(p) && sent[p] && late.kind == 0 && OTHERS_WELL(p) -> faults--; copyUpdate(late, message[p]); crash(p, gone) }
#endif
#ifdef STOPS
  :: d_step { FAULT && MAY_WRITE(p) && !joined[p] -> faults--; sendLeave(p) }
#endif
#ifdef DEAF
  :: d_step { FAULT && state[p] == running && !deaf[p] && OTHERS_WELL(p) -> faults--; deaf[p] = 1 }
#endif
  od
}

/* ---- What goes wrong ---- */

/* Another writer adds a record that is equal to one of ours: it is ours where the marker lists it. */
inline addEqual(one) {
  if
  :: (marker & (MARKED | OLD_MARKED)) && (marker & one) -> outside = outside | one; readded = readded | one
  :: else -> outside = outside | one; theirsOutside = theirsOutside | one
  fi
}

inline edited() {
  faults--; zoneChanged()
}

/* A process that hears late is one whose change came later, beside one that is deaf. */
inline hearOne(q) {
  if :: state[q] == running && !deaf[q] -> wants[q] = desired :: else fi
}

inline hear() {
  hearOne(0);
#if ALL > 1
  hearOne(1);
#endif
#if ALL > 2
  hearOne(2);
#endif
#if ALL > 3
  hearOne(3);
#endif
}

proctype Faults() {
end:
  do
  :: d_step {
      late.kind != 0 ->
      if :: HOLDS(late) -> perform(late, 0) :: else fi;
      clearUpdate(late)
    }
  :: d_step { late.kind != 0 -> clearUpdate(late) }
  /* For a while nothing goes wrong any more; a run is judged by what comes of it then. */
#ifdef LIVENESS
  :: d_step { faults > 0 || changes > 0 -> faults = 0; changes = 0 }
#endif
  :: d_step { changes > 0 && desired != 0 -> changes--; desired = 0; hear() }
  :: d_step { changes > 0 && desired != 1 -> changes--; desired = 1; hear() }
  :: d_step { changes > 0 && desired != 2 -> changes--; desired = 2; hear() }
#ifdef EDITS
  :: d_step { FAULT && inside != 0 -> inside = 0; theirsInside = 0; edited() }
#ifdef KNOWN_RACE
  :: d_step { FAULT && (inside & THEIRS) == 0 -> inside = inside | THEIRS; theirsInside = !everClaimed; edited() }
#else
  :: d_step { FAULT && (inside & THEIRS) == 0 && everClaimed -> inside = inside | THEIRS; edited() }
#endif
  :: d_step { FAULT && (outside & THEIRS) == 0 -> outside = outside | THEIRS; theirsOutside = theirsOutside | THEIRS; edited() }
  :: d_step { FAULT && (outside & 1) == 0 -> addEqual(1); edited() }
  :: d_step { FAULT && (outside & 2) == 0 -> addEqual(2); edited() }
  :: d_step { FAULT && (outside & THEIRS) -> outside = outside & ~THEIRS; theirsOutside = theirsOutside & outside; edited() }
  :: d_step { FAULT && (outside & 1) -> outside = outside & ~1; theirsOutside = theirsOutside & outside; readded = readded & outside; edited() }
  :: d_step { FAULT && (outside & 2) -> outside = outside & ~2; theirsOutside = theirsOutside & outside; readded = readded & outside; edited() }
  :: d_step { FAULT && outside != 0 -> outside = 0; theirsOutside = 0; readded = 0; edited() }
  :: d_step { FAULT && marker != 0 -> marker = 0; theirsOutside = outside; readded = 0; edited() }
  :: d_step { FAULT && (marker & STRAY_TXT) == 0 -> marker = marker | STRAY_TXT; edited() }
#endif
#ifdef CLAIM_EDITS
  :: d_step { FAULT && zoneClaim != 0 -> zoneClaim = 0; claimedBy = 0; edited() }
  :: d_step { FAULT && zoneClaim != 0 && (zoneClaim & (STRAY | OTHER_OWNER)) == 0 -> zoneClaim = zoneClaim | STRAY; edited() }
  :: d_step { FAULT && zoneClaim != OTHER_OWNER -> zoneClaim = OTHER_OWNER; claimedBy = 0; edited() }
#endif
#ifdef RESTORE
  :: d_step {
      !hasBackup ->
      hasBackup = 1; backupClaim = zoneClaim; backupInside = inside; backupOutside = outside; backupMarker = marker;
      backupClaimedBy = claimedBy; backupTheirs = theirsOutside; backupReadded = readded
    }
  :: d_step {
      FAULT && hasBackup ->
      zoneClaim = backupClaim; inside = backupInside; outside = backupOutside; marker = backupMarker;
      claimedBy = backupClaimedBy; theirsOutside = backupTheirs; readded = backupReadded; hasBackup = 0; edited()
    }
#endif
  od
}

init {
  atomic {
#ifdef OLDMARKER
    /* A version before 0.2 has stopped; where another writer's record has the mark of ours, both stand there. */
    zoneClaim = 1 | STOPPED; everClaimed = 1; inside = 1; marker = OLD_MARKED | 1;
    if
    :: outside = 1
    :: outside = 1 | THEIRS; theirsOutside = THEIRS; readded = 1 /* whose each is nobody can say */
    fi;
#else
    if
    :: skip
#ifdef EDITS
    :: inside = THEIRS; theirsInside = 1
    :: outside = THEIRS; theirsOutside = THEIRS
    :: outside = 1; theirsOutside = 1
#endif
    fi;
#endif
    begin(0); run Process(0);
#if ALL > 1
    begin(1); run Process(1);
#endif
#if ALL > 2
    begin(2); run Process(2);
#endif
#if ALL > 3
    begin(3); run Process(3);
#endif
    run Faults()
  }
}

/* ---- What holds at last ---- */

#define UNOWNED ((outside & ~readded) == (theirsOutside & ~readded))
#define NOT_OURS ((marker & (MARKED | OLD_MARKED)) == 0 && UNOWNED)
#define WRITTEN (marker == (MARKED | desired) && (theirsOutside & desired) == 0 && outside == (theirsOutside | desired))
#define CONFLICT (UNOWNED && (outside != 0 || marker == STRAY_TXT) && (marker == STRAY_TXT || marker == 0 || marker == MARKED))
#define NAME_EXACT ((desired != 0 || NOT_OURS) && (desired == 0 || WRITTEN || CONFLICT))
#define GOOD ((inside == desired && NAME_EXACT) || NEEDS_PERSON)
#define OUT(q) (state[q] == ended || state[q] == gone)
#if DAEMONS == 1
#define ALL_OUT OUT(0)
#elif DAEMONS == 2
#define ALL_OUT (OUT(0) && OUT(1))
#else
#define ALL_OUT (OUT(0) && OUT(1) && OUT(2))
#endif
/* A person is needed where another owner has the claim, or nobody has it and the territory is filled. */
#define NEEDS_PERSON (ALL_OUT && HINDERED)

#ifdef LIVENESS
ltl exact { <>[] GOOD }
#endif
