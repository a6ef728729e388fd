using System.Xml.Linq;
using Xunit;
using Yagura.Access;
using Yagura.Tests.Archive.Disk;

namespace Yagura.Tests.Access;

public sealed class SessionKeysTests
{
    [Fact]
    public void A_key_is_there_whole_after_a_power_cut_and_for_its_owner_only()
    {
        var root = Directory.CreateTempSubdirectory("yagura-session-").FullName;
        try
        {
            var alarms = new List<string>();
            var keys = new SessionKeys(new Yagura.Archive.Disk.LinuxDisk(), root, alarms.Add);
            keys.StoreElement(new XElement("key", new XAttribute("id", "1")), "key-1");
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(root + "/key-1.xml"));
            // What a power cut leaves of a file that nobody synced.
            File.WriteAllText(root + "/key-2.xml", "");
            Assert.Equal("1", Assert.Single(keys.GetAllElements()).Attribute("id")!.Value);
            Assert.Contains("key-2.xml", Assert.Single(alarms), StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(root, recursive: true);
        }
    }

    [Fact]
    public void It_is_synced_before_it_has_its_name()
    {
        for (var call = 1; ; call++)
        {
            var disk = new FaultDisk { PowerCutAt = call };
            try
            {
                disk.CreateFolder("/keys");
                new SessionKeys(disk, "/keys", _ => { }).StoreElement(new XElement("key"), "key-1");
                Assert.True(call > 5, $"only {call - 1} calls");
                return;
            }
            catch (PowerCutException)
            {
                foreach (var survival in Survival.Each)
                {
                    var left = disk.Restart(survival);
                    if (!left.Exists("/keys/key-1.xml")) continue;
                    using var file = left.OpenRead("/keys/key-1.xml");
                    var bytes = new byte[file.Length];
                    file.Read(0, bytes);
                    Assert.Equal("<key />", System.Text.Encoding.UTF8.GetString(bytes));
                }
            }
        }
    }
}
