using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Yagura.Tests.Operations.Store;

/// <summary>SQLite's own file layer with one difference: while it is told to, the sync of files under one folder fails with EIO.</summary>
/// <remarks>
/// The real library, database, log and calls; only xSync is a function of ours. Offsets are those of <c>sqlite3_vfs</c> and
/// <c>sqlite3_io_methods</c> on 64-bit Linux (sqlite3.h).
/// </remarks>
internal static unsafe partial class FailingVfs
{
    private const int VfsBytes = 168, MethodsBytes = 152, NameAt = 24, OpenAt = 40, SyncAt = 40;
    private const int IoErrorOfSync = 10 | (4 << 8);

    private static readonly Lock Turn = new();
    private static byte* original;
    // SQLite has a table of calls for each way of locking; each gets a copy of its own. Bounded by those.
    private static readonly Dictionary<nint, nint> Tables = [];
    private static delegate* unmanaged[Cdecl]<byte*, byte*, byte**, int, int*, int> open;
    private static delegate* unmanaged[Cdecl]<byte**, int, int> sync;

    /// <summary>Files whose path holds this text are watched; set before they are opened.</summary>
    public static string Watched { get; set; } = "\n";

    /// <summary>Whether the sync of watched files fails.</summary>
    public static bool Fails { get; set; }

    /// <summary>Puts itself before SQLite's layer, once, as the default. Files that are not watched go through untouched.</summary>
    public static void Install()
    {
        lock (Turn)
        {
            if (original != null)
                return;
            original = Find(null);
            open = (delegate* unmanaged[Cdecl]<byte*, byte*, byte**, int, int*, int>)*(nint*)(original + OpenAt);
            var copy = (byte*)NativeMemory.Alloc(VfsBytes);
            Buffer.MemoryCopy(original, copy, VfsBytes, VfsBytes);
            *(nint*)(copy + NameAt) = Marshal.StringToCoTaskMemUTF8("failing");
            *(nint*)(copy + OpenAt) = (nint)(delegate* unmanaged[Cdecl]<byte*, byte*, byte**, int, int*, int>)&Open;
            if (Register(copy, 1) != 0) throw new InvalidOperationException("SQLite did not take the layer");
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Open(byte* vfs, byte* name, byte** file, int flags, int* outFlags)
    {
        var result = open(original, name, file, flags, outFlags);
        if (result != 0 || name == null || !Marshal.PtrToStringUTF8((nint)name)!.Contains(Watched, StringComparison.Ordinal))
            return result;
        lock (Turn)
        {
            if (!Tables.TryGetValue((nint)(*file), out var table))
            {
                var copy = (byte*)NativeMemory.Alloc(MethodsBytes);
                Buffer.MemoryCopy(*file, copy, MethodsBytes, MethodsBytes);
                sync = (delegate* unmanaged[Cdecl]<byte**, int, int>)*(nint*)(copy + SyncAt);
                *(nint*)(copy + SyncAt) = (nint)(delegate* unmanaged[Cdecl]<byte**, int, int>)&Sync;
                Tables[(nint)(*file)] = table = (nint)copy;
            }

            *file = (byte*)table;
        }

        return result;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Sync(byte** file, int flags) => Fails ? IoErrorOfSync : sync(file, flags);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_find")]
    private static partial byte* Find(byte* name);

    [LibraryImport("e_sqlite3", EntryPoint = "sqlite3_vfs_register")]
    private static partial int Register(byte* vfs, int makeDefault);
}
