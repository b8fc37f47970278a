/**
 * Settings of the embedded server: the socket as its only door, every commit on disk, little memory, few
 * processes. What is not here is PostgreSQL's default (fsync and synchronous_commit among them).
 */
const SETTINGS = {
  // the only door
  listen_addresses: '',
  unix_socket_permissions: '0700',
  cluster_name: 'vitrine',
  // memory: a catalogue of 10,000 datasets is some tens of megabytes
  shared_buffers: '48MB',
  work_mem: '8MB',
  maintenance_work_mem: '32MB',
  max_connections: '60',
  jit: 'off',
  huge_pages: 'off',
  // processes: no I/O workers, no replication, no parallel queries
  io_method: 'sync',
  wal_level: 'minimal',
  max_wal_senders: '0',
  max_logical_replication_workers: '0',
  max_parallel_workers_per_gather: '0',
  max_worker_processes: '2',
  autovacuum_max_workers: '1',
  // log: warnings in one line each, without statements or values, which may be personal data
  log_min_messages: 'warning',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_line_prefix: '',
  // instants are UTC everywhere
  timezone: 'UTC',
  log_timezone: 'UTC',
} as const

/** Arguments of `postgres` for a server whose socket lies in `socketDir`. */
export const serverArguments = (socketDir: string): readonly string[] =>
  Object.entries({ ...SETTINGS, unix_socket_directories: socketDir }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ])
