using System.Runtime.InteropServices;
using System.Text;
using Xunit;
using Yagura.Archive.Disk;

namespace Yagura.Tests.Archive.Disk;

/// <summary>The libc calls on a real folder: what the fault disk models is what Linux does.</summary>
public sealed class LinuxDiskTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("yagura-disk-").FullName;
    private readonly LinuxDisk _disk = new();

    [Fact]
    public void Bytes_written_at_an_offset_are_read_back_and_the_rest_is_zero()
    {
        var path = Path.Combine(_folder, "a");
        using var file = _disk.Create(path);
        file.Preallocate(10_000);
        file.Write(5000, "hello"u8);
        file.SyncData();
        var read = new byte[20_000];
        Assert.Equal(10_000, file.Read(0, read));
        Assert.Equal("hello", Encoding.ASCII.GetString(read, 5000, 5));
        Assert.Equal(0, read[4999]);
        Assert.Equal(10_000, file.Length);
        file.Truncate(5003);
        Assert.Equal(5003, file.Length);
        Assert.Equal(0, file.Read(5003, read));
    }

    [Fact]
    public void Create_refuses_a_path_that_exists()
    {
        var path = Path.Combine(_folder, "a");
        _disk.Create(path).Dispose();
        Assert.Equal(17, Assert.Throws<DiskException>(() => _disk.Create(path)).Errno);
    }

    [Fact]
    public void A_missing_file_is_ENOENT_and_a_missing_folder_lists_nothing()
    {
        Assert.Equal(2, Assert.Throws<DiskException>(() => _disk.OpenRead(Path.Combine(_folder, "none"))).Errno);
        Assert.Equal(2, Assert.Throws<DiskException>(() => _disk.Delete(Path.Combine(_folder, "none"))).Errno);
        Assert.Empty(_disk.List(Path.Combine(_folder, "none")));
        Assert.False(_disk.Exists(Path.Combine(_folder, "none")));
    }

    [Fact]
    public void A_file_opened_for_reading_cannot_be_written()
    {
        var path = Path.Combine(_folder, "a");
        _disk.Create(path).Dispose();
        using var file = _disk.OpenRead(path);
        Assert.Equal("pwrite", Assert.Throws<DiskException>(() => file.Write(0, "x"u8)).Call);
    }

    [Fact]
    public void A_full_device_gives_ENOSPC()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        using var file = _disk.OpenWrite("/dev/full");
        Assert.Equal(28, Assert.Throws<DiskException>(() => file.Write(0, "x"u8)).Errno);
    }

    [Fact]
    public void A_sync_that_the_kernel_refuses_is_not_swallowed()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "no /dev/full here");
        using var file = _disk.OpenWrite("/dev/full");
        Assert.Equal("fdatasync", Assert.Throws<DiskException>(file.SyncData).Call);
    }

    [Fact]
    public void Folders_are_made_with_their_parents_renames_replace_and_lists_are_ordered()
    {
        var folder = Path.Combine(_folder, "x", "y");
        _disk.CreateFolder(folder);
        _disk.CreateFolder(folder);
        foreach (var name in new[] { "c", "a", "b", "ログ" }) _disk.Create(Path.Combine(folder, name)).Dispose();
        _disk.Rename(Path.Combine(folder, "c"), Path.Combine(folder, "a"));
        _disk.SyncFolder(folder);
        Assert.Equal(["a", "b", "ログ"], _disk.List(folder));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(folder, "a")) & ~UnixFileMode.GroupRead);
        Assert.Equal(UnixFileMode.None, File.GetUnixFileMode(folder) & (UnixFileMode.OtherRead | UnixFileMode.OtherExecute));
        Assert.True(_disk.FreeBytes(folder) > 0);
    }

    [Fact]
    public void A_second_holder_of_a_folder_is_refused_and_told_who_holds_it()
    {
        using (FolderLock.Take(_folder))
        {
            var refused = Assert.Throws<FolderBusyException>(() => FolderLock.Take(_folder));
            Assert.Equal(Environment.ProcessId, refused.Holder);
            Assert.Contains(_folder, refused.Message, StringComparison.Ordinal);
        }
        FolderLock.Take(_folder).Dispose();
    }

    [Fact]
    public void What_is_written_past_the_cache_is_seen_by_a_reader_that_had_read_ahead()
    {
        const int Page = 4096;
        const int Pages = 64;
        var path = Path.Combine(_folder, "a");
        using var writer = _disk.Create(path);
        writer.Preallocate(Pages * Page);
        writer.PassCache();
        using var reader = _disk.OpenRead(path);
        var page = GC.AllocateUninitializedArray<byte>(2 * Page, pinned: true);
        var aligned = page.AsSpan(Page - (int)(Marshal.UnsafeAddrOfPinnedArrayElement(page, 0) % Page), Page);
        var read = new byte[Pages * Page];
        for (var number = 0; number < Pages; number++)
        {
            reader.Read(0, read);
            aligned.Fill((byte)(number + 1));
            writer.Write(number * Page, aligned);
            writer.SyncData();
            Assert.Equal(Pages * Page, reader.Read(0, read));
            Assert.Equal(aligned, read.AsSpan(number * Page, Page));
            Assert.True(number + 1 == Pages || !read.AsSpan((number + 1) * Page).ContainsAnyExcept((byte)0));
        }
    }

    [Fact]
    public void What_does_not_fit_past_the_cache_is_written_by_it()
    {
        var path = Path.Combine(_folder, "a");
        using var file = _disk.Create(path);
        file.PassCache();
        file.Write(3, "hello"u8);
        file.Write(8, "again"u8);
        file.SyncData();
        Assert.Equal("\0\0\0helloagain", File.ReadAllText(path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
