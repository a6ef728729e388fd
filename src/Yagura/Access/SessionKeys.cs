using System.Xml;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Yagura.Archive.Disk;

namespace Yagura.Access;

/// <summary>The keys that sign sessions, a file each: synced before they are used, and one that cannot be read costs its sessions and nothing else.</summary>
/// <remarks>The framework's own repository syncs nothing: after a power cut an empty file stood there, and nobody could sign in any more.</remarks>
internal sealed class SessionKeys(IDisk disk, string folder, Action<string> alarm) : IXmlRepository
{
    private const string Ending = ".xml";

    /// <inheritdoc/>
    public IReadOnlyCollection<XElement> GetAllElements() => [.. disk.List(folder).Where(name => name.EndsWith(Ending, StringComparison.Ordinal)).Select(Read).OfType<XElement>()];

    /// <inheritdoc/>
    public void StoreElement(XElement element, string friendlyName)
    {
        var path = $"{folder}/{friendlyName}{Ending}";
        var temporary = path + ".tmp";
        if (disk.Exists(temporary))
            disk.Delete(temporary);
        using (var file = disk.CreatePrivate(temporary))
        {
            file.Write(0, System.Text.Encoding.UTF8.GetBytes(element.ToString()));
            file.SyncData();
        }

        disk.Rename(temporary, path);
        disk.SyncFolder(folder);
    }

    private XElement? Read(string name)
    {
        try
        {
            return XElement.Load($"{folder}/{name}");
        }
        catch (Exception broken) when (broken is XmlException or IOException)
        {
            alarm($"the session key {folder}/{name} cannot be read ({broken.Message}): who signed in with it signs in again");
            return null;
        }
    }
}
