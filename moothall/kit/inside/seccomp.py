"""A filter on system calls (seccomp, Linux 3.5 and later): no sockets, no new namespaces, no reaching out of the group.

It stands behind the namespaces, and in their place where a container forbids them.
"""

import ctypes
import errno
import os
import struct
import sys

PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, FILTER = 38, 22, 2
LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06  # classic BPF, as seccomp(2) takes it
NUMBER_AT, MACHINE_AT, FIRST_ARGUMENT_AT = 0, 4, 16  # offsets in struct seccomp_data
ALLOW, KILL, REFUSE = 0x7FFF0000, 0x80000000, 0x00050000
X32 = 0x40000000  # system calls of the x32 interface begin here
NEW_NAMESPACES = 0x7E020000  # clone()'s flags for new namespaces

# For each machine: its audit number, clone, clone3, and what is refused. Numbers from the kernel's unistd tables.
CALLS = {
    "x86_64": (
        0xC000003E, 56, 435,
        (41, 62, 101, 109, 112, 129, 155, 161, 165, 166, 167, 200, 246, 248, 249, 250, 272, 297, 298, 303, 304,
         308, 310, 311, 320, 321, 323, 424, 425, 428, 429, 430, 431, 432, 434, 438, 442),
    ),
    "aarch64": (
        0xC00000B7, 220, 435,
        (198, 129, 117, 154, 157, 138, 41, 51, 40, 39, 224, 130, 104, 217, 218, 219, 97, 240, 241, 264, 265,
         268, 270, 271, 294, 280, 282, 424, 425, 428, 429, 430, 431, 432, 434, 438, 442),
    ),
}  # fmt: skip
# The same order in both: socket, kill, ptrace, setpgid, setsid, rt_sigqueueinfo, pivot_root, chroot, mount,
# umount2, swapon, tkill, kexec_load, add_key, request_key, keyctl, unshare, rt_tgsigqueueinfo, perf_event_open,
# name_to_handle_at, open_by_handle_at, setns, process_vm_readv, process_vm_writev, kexec_file_load, bpf, userfaultfd,
# pidfd_send_signal, io_uring_setup, open_tree, move_mount, fsopen, fsconfig, fsmount, pidfd_open, pidfd_getfd,
# mount_setattr.


def install() -> bool:
    """Filter this process and all it starts from now on; returns whether it could be done."""
    machine = CALLS.get(os.uname().machine)
    if machine is None or sys.platform != "linux" or struct.calcsize("P") != 8:
        return False
    filter_ = _filter(*machine)
    libc = ctypes.CDLL(None, use_errno=True)
    held = ctypes.create_string_buffer(filter_)
    program = struct.pack("HxxxxxxP", len(filter_) // 8, ctypes.addressof(held))
    if libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0):
        return False
    return bool(libc.prctl(PR_SET_SECCOMP, FILTER, program, 0, 0) == 0)


def _filter(audit: int, clone: int, clone3: int, refused: tuple[int, ...]) -> bytes:
    """The filter as the kernel takes it; jumps are counted in steps forward."""
    steps = [
        (LOAD, 0, 0, MACHINE_AT),
        (EQUAL, 1, 0, audit),
        (RETURN, 0, 0, KILL),
        (LOAD, 0, 0, NUMBER_AT),
        (AT_LEAST, 0, 1, X32),
        (RETURN, 0, 0, KILL),
        (EQUAL, 0, 1, clone3),
        (RETURN, 0, 0, REFUSE | errno.ENOSYS),  # its flags cannot be looked at; the C library then asks for clone
    ]
    for number in refused:
        steps += [(EQUAL, 0, 1, number), (RETURN, 0, 0, REFUSE | errno.EPERM)]
    steps += [
        (EQUAL, 0, 3, clone),
        (LOAD, 0, 0, FIRST_ARGUMENT_AT),
        (ANY_BIT, 0, 1, NEW_NAMESPACES),
        (RETURN, 0, 0, REFUSE | errno.EPERM),
        (RETURN, 0, 0, ALLOW),
    ]
    return b"".join(struct.pack("HBBI", *step) for step in steps)
