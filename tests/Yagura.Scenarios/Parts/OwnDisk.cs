using Xunit;

namespace Yagura.Scenarios.Parts;

/// <summary>A small file system of a story's own, mounted for real. A machine that does not let it be mounted skips the story and says so.</summary>
internal sealed class OwnDisk : IAsyncDisposable
{
    private readonly string image;

    private OwnDisk(string folder)
    {
        Root = Directory.CreateDirectory(Path.Combine(folder, "disk")).FullName;
        // In memory where there is some: the story is about errors, not about a slow disk.
        image = Path.Combine(Directory.Exists("/dev/shm") ? "/dev/shm" : folder, Path.GetFileName(folder) + ".img");
    }

    /// <summary>Where it is mounted.</summary>
    public string Root { get; }

    /// <summary>An empty ext4 on a loop device, which turns read-only when it meets an error.</summary>
    public static async Task<OwnDisk> Ext4Async(string folder, int megabytes)
    {
        var disk = new OwnDisk(folder);
        await using (var file = File.Create(disk.image))
            file.SetLength((long)megabytes << 20);
        await MustAsync("mkfs.ext4", "-q", disk.image);
        await disk.MountAsync();
        return disk;
    }

    /// <summary>An empty tmpfs.</summary>
    public static async Task<OwnDisk> TmpfsAsync(string folder, int megabytes)
    {
        var disk = new OwnDisk(folder);
        await MustAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Root);
        return disk;
    }

    public Task MountAsync() => MustAsync("mount", "-o", "loop,errors=remount-ro", image, Root);

    public Task UnmountAsync() => MustAsync("umount", Root);

    /// <summary>Mounts it read-only or back; the kernel refuses that while a file is open for writing.</summary>
    public Task RemountAsync(bool readOnly) => MustAsync("mount", "-o", readOnly ? "remount,ro" : "remount,rw", Root);

    /// <summary>What the kernel does itself when ext4 meets an error: from now on every write, sync and creation is EROFS, also of files that are open.</summary>
    public async Task BreakAsync()
    {
        var device = (await Verb.RunCommandAsync("findmnt", "-n", "-o", "SOURCE", Root)).Output.Trim();
        var trigger = $"/sys/fs/ext4/{Path.GetFileName(device)}/trigger_fs_error";
        Assert.SkipUnless(File.Exists(trigger), $"this kernel cannot break a file system on demand: there is no {trigger}");
        await File.WriteAllTextAsync(trigger, "a story\n");
    }

    /// <summary>Repairs and mounts it anew, as a person does.</summary>
    public async Task RepairAsync()
    {
        await UnmountAsync();
        var repaired = await Verb.RunCommandAsync("fsck.ext4", "-p", image);
        Assert.True(repaired.Code is 0 or 1, repaired.Output + repaired.Errors);
        await MountAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Verb.RunCommandAsync("umount", "-l", Root);
        File.Delete(image);
    }

    private static async Task MustAsync(string program, params string[] arguments)
    {
        try
        {
            var ran = await Verb.RunCommandAsync(program, arguments);
            Assert.SkipUnless(ran.Code == 0, $"{program} {string.Join(' ', arguments)}: {ran.Errors.Trim()}");
        }
        catch (System.ComponentModel.Win32Exception missing)
        {
            Assert.Skip($"{program}: {missing.Message}");
        }
    }
}
