#!/usr/bin/env bash
# Builds the golden test image from Debian packages alone: a cloud kernel, busybox and the guest agent on a 96 MB disk that boots in some
# five seconds without hardware virtualisation. Needs neither mounts nor loop devices. Built once; a changed recipe or package builds it anew.
# usage: build.sh     (GOLDEN_DIR: where it goes, default /var/lib/pbm/golden)
set -euo pipefail

HERE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
GOLDEN_DIR=${GOLDEN_DIR:-/var/lib/pbm/golden}
IMAGE=$GOLDEN_DIR/golden-demo.qcow2
STAMP=$GOLDEN_DIR/golden-demo.stamp
CACHE=$GOLDEN_DIR/packages
DISK_MB=96
BOOT_MB=24
TOOLS=(syslinux syslinux-common mtools dosfstools e2fsprogs kmod cpio fdisk qemu-utils lz4)
AGENT_LIBRARIES=(libc6 libglib2.0-0 libudev1 libnuma1 liburing2 libpcre2-8-0)
MODULES=(virtio_pci virtio_blk virtio_net virtio_console virtio-rng button evdev psmouse usbhid uhci-hcd ehci-pci xhci-pci ext4)
BOOT_MODULES=(virtio_pci virtio_blk ext4)
export PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*" >&2; }

# The meta package names the newest kernel; without package lists there is none yet.
kernel_package() {
  apt-cache depends linux-image-cloud-amd64 2>/dev/null | awk '/Depends: linux-image/ { print $2; exit }'
}

recipe_stamp() {
  { cat "$HERE"/build.sh "$HERE"/root/*; apt-cache policy "${PACKAGES[@]}" | grep Candidate; } | sha256sum | cut -d' ' -f1
}

download() {
  mkdir -p "$CACHE"
  (
    cd "$CACHE"
    for package in "${PACKAGES[@]}"; do
      compgen -G "${package}_*.deb" >/dev/null || apt-get -q download "$package" >&2
    done
  )
}

unpack() {
  local package
  for package in "${PACKAGES[@]}"; do
    mkdir -p "$WORK/package/$package"
    dpkg-deb -x "$(compgen -G "$CACHE/${package}_*.deb" | sort | tail -n 1)" "$WORK/package/$package"
  done
}

# Files of a module and of all that it needs, from the unpacked kernel; a flavour may lack one.
module_files() {
  local module
  for module in "$@"; do
    modprobe -d "$KERNEL_TREE" -S "$RELEASE" --show-depends "$module" 2>/dev/null | awk '$1 == "insmod" { print $2 }' || true
  done | awk '!seen[$0]++'
}

make_root() {
  local root=$WORK/root file applet library
  mkdir -p "$root"/{bin,sbin,dev,proc,sys,run,tmp,root,mnt,lib64,usr/bin,usr/sbin,var/log,var/run,lib/x86_64-linux-gnu,etc/acpi/PWRF}
  cp "$WORK/package/busybox-static/bin/busybox" "$root/bin/"
  for applet in $("$root/bin/busybox" --list); do
    [ "$applet" = busybox ] || ln -sf /bin/busybox "$root/bin/$applet"
  done
  for applet in init hwclock reboot poweroff halt ifconfig modprobe; do ln -sf /bin/busybox "$root/sbin/$applet"; done
  cp "$WORK/package/qemu-guest-agent/usr/sbin/qemu-ga" "$root/usr/sbin/"
  for library in libudev.so.1 libnuma.so.1 liburing.so.2 libglib-2.0.so.0 libgmodule-2.0.so.0 libm.so.6 libc.so.6 libpcre2-8.so.0; do
    file=$(find "$WORK/package" -name "$library" | head -n 1)
    cp -L "$file" "$root/lib/x86_64-linux-gnu/"
  done
  cp -L "$(find "$WORK/package/libc6" -name ld-linux-x86-64.so.2 | head -n 1)" "$root/lib64/"
  depmod -b "$KERNEL_TREE" "$RELEASE"
  module_files "${MODULES[@]}" | while read -r file; do
    install -D -m 0644 "$file" "$root/${file#"$KERNEL_TREE"/}"
  done
  for file in order builtin builtin.modinfo; do
    cp "$KERNEL_TREE/lib/modules/$RELEASE/modules.$file" "$root/lib/modules/$RELEASE/" 2>/dev/null || true
  done
  depmod -b "$root" "$RELEASE"
  install -m 0644 "$HERE/root/inittab" "$root/etc/inittab"
  install -m 0755 "$HERE/root/rc" "$root/etc/rc"
  install -m 0755 "$HERE/root/welcome" "$root/bin/welcome"
  install -m 0755 "$HERE/root/shutdown" "$root/sbin/shutdown"
  install -m 0755 "$HERE/root/power-button" "$root/etc/acpi/PWRF/00000080"
  echo 'root::0:0:root:/root:/bin/sh' >"$root/etc/passwd"
  echo 'root:x:0:' >"$root/etc/group"
}

# Holds only what finds the root partition.
make_initrd() {
  local initrd=$WORK/initrd number=10 file
  mkdir -p "$initrd"/{bin,dev,proc,new}
  cp "$WORK/root/bin/busybox" "$initrd/bin/"
  install -m 0755 "$HERE/root/init" "$initrd/init"
  for file in $(module_files "${BOOT_MODULES[@]}"); do
    cp "$file" "$initrd/$number-$(basename "$file")"
    number=$((number + 1))
  done
  (cd "$initrd" && find . | cpio --quiet -R 0:0 -o -H newc | lz4 -l -9 -q) >"$WORK/initrd.lz4"
}

make_disk() {
  local disk=$WORK/disk.raw boot=$WORK/boot.fat root=$WORK/root.ext4
  truncate -s ${DISK_MB}M "$disk"
  printf 'label: dos\n2048,%s,e,*\n%s,,83\n' $((BOOT_MB * 2048)) $((BOOT_MB * 2048 + 2048)) | sfdisk -q "$disk"
  truncate -s ${BOOT_MB}M "$boot"
  mkfs.fat -F 16 -n GOLDBOOT "$boot" >/dev/null
  syslinux --install "$boot"
  cp "$WORK/package/$KERNEL/boot/vmlinuz-$RELEASE" "$WORK/vmlinuz"
  cp "$WORK/initrd.lz4" "$WORK/initrd.img"
  mcopy -i "$boot" "$WORK/vmlinuz" "$WORK/initrd.img" "$HERE/root/syslinux.cfg" ::
  truncate -s $(((DISK_MB - BOOT_MB - 1) * 1048576)) "$root"
  mke2fs -q -t ext4 -O '^has_journal,^metadata_csum,^64bit' -m 0 -E root_owner=0:0 -L goldroot -d "$WORK/root" "$root"
  dd if="$boot" of="$disk" bs=1M seek=1 conv=notrunc status=none
  dd if="$root" of="$disk" bs=1M seek=$((BOOT_MB + 1)) conv=notrunc,sparse status=none
  dd if=/usr/lib/syslinux/mbr/mbr.bin of="$disk" bs=440 count=1 conv=notrunc status=none
  qemu-img convert -q -f raw -O qcow2 "$disk" "$IMAGE.new"
}

"$HERE/../packages.sh" "${TOOLS[@]}"
KERNEL=$(kernel_package)
if [ -z "$KERNEL" ]; then
  apt-get -q update >&2
  KERNEL=$(kernel_package)
fi
PACKAGES=("$KERNEL" busybox-static qemu-guest-agent "${AGENT_LIBRARIES[@]}")
stamp=$(recipe_stamp)
if [ -f "$IMAGE" ] && [ "$(cat "$STAMP" 2>/dev/null)" = "$stamp" ]; then
  say "golden image $IMAGE is up to date"
  exit 0
fi

mkdir -p "$GOLDEN_DIR"
WORK=$(mktemp -d "$GOLDEN_DIR/work.XXXXXX")
trap 'rm -rf "$WORK"' EXIT
say "building golden image $IMAGE"
download
unpack
KERNEL_TREE=$WORK/package/$KERNEL
RELEASE=$(basename "$KERNEL_TREE"/lib/modules/*)
make_root
make_initrd
make_disk
chmod 0644 "$IMAGE.new"
mv "$IMAGE.new" "$IMAGE"
echo "$stamp" >"$STAMP"
say "golden image $IMAGE is built"
