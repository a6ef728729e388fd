using System.Text;
using Yagura.Archive.Disk;
using Yagura.Archive.Seal;

namespace Yagura.Archive.Chain;

/// <summary>The folder of private keys, outside the archive: <c>keys/&lt;id&gt;.key</c>, PEM, readable by this user only; and the external signer, where one is configured.</summary>
/// <param name="disk">The disk.</param>
/// <param name="folder">The folder.</param>
/// <param name="external">A key that is not here: a program or a device signs with it. Null for none.</param>
public sealed class KeyStore(IDisk disk, string folder, SigningKey? external)
{
    private const string Ending = ".key";

    /// <summary>The key that signs: the one that the newest checkpoint names, or the only one; made when there is neither.</summary>
    /// <exception cref="ArchiveException">The key that the chain ends with is not here, or several are and nothing says which.</exception>
    public SigningKey Active(Checkpoint? newest)
    {
        var ids = disk.List(folder).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(name => name[..^Ending.Length]).ToList();
        if (newest is not null)
        {
            var id = newest.Signatures[^1].KeyId;
            if (external is not null && external.Public.Name.Id == id) return external;
            return ids.Contains(id) ? Read(id) : throw new ArchiveException($"{folder}/{id}{Ending}: the newest checkpoint was signed by this key, and it is not there; if it is lost: yagura key revoke records that, makes a new one and signs with it");
        }
        if (external is not null) return external;
        return ids.Count switch
        {
            0 => Create(),
            1 => Read(ids[0]),
            _ => throw new ArchiveException($"{folder}: {ids.Count} keys and no checkpoint that says which one signs"),
        };
    }

    /// <summary>The key to which another hands over: the external signer's, or a new one.</summary>
    /// <param name="old">Id of the key that signed until now.</param>
    public SigningKey Next(string? old) => external is not null && external.Public.Name.Id != old ? external : Create();

    /// <summary>Makes a key and stores it.</summary>
    public SigningKey Create()
    {
        var (key, pem) = SigningKey.Create();
        disk.CreateFolder(folder);
        DurableFile.WritePrivate(disk, $"{folder}/{key.Public.Name.Id}{Ending}", Encoding.ASCII.GetBytes(pem));
        return key;
    }

    private SigningKey Read(string id)
    {
        var path = $"{folder}/{id}{Ending}";
        var key = SigningKey.FromPem(Encoding.ASCII.GetString(DurableFile.Read(disk, path)));
        return key.Public.Name.Id == id ? key : throw new ArchiveException($"{path}: holds the key {key.Public.Name.Id}");
    }
}
