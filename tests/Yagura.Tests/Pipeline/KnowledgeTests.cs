using Xunit;
using Yagura.Pipeline;
using Yagura.Settings;

namespace Yagura.Tests.Pipeline;

/// <summary>A contract maps findings by rule folder: a folder that it does not find would silently open no incident.</summary>
public sealed class KnowledgeTests
{
    [Fact]
    public void A_rule_folder_may_stand_anywhere_and_is_called_as_the_contract_calls_it()
    {
        var rules = YaguraSettings.Shipped("rules");
        Assert.Equal("rules", Assert.Single(Knowledge.Load(new YaguraSettings { Rules = [rules] }).FolderNames).Value);
    }

    [Fact]
    public void A_contract_that_maps_a_folder_which_is_not_configured_is_refused()
    {
        var other = Directory.CreateTempSubdirectory("yagura-knowledge-").FullName;
        try
        {
            var refused = Assert.Throws<KnowledgeException>(() => Knowledge.Load(new YaguraSettings { Rules = [other] }));
            Assert.Contains("rule folder rules, which is none of the configured ones", refused.Message, StringComparison.Ordinal);
        }
        finally
        {
            Directory.Delete(other);
        }
    }
}
