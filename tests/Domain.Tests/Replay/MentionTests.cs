using Sluice.Domain.Replay;

namespace Sluice.Domain.Tests.Replay;

public sealed class MentionTests
{
    [Theory]
    [InlineData("@ben look at this, please", "ben")]
    [InlineData("Ask @Ben, then @maria.lopez. @ben knows", "ben maria.lopez")]
    [InlineData("(@ada_k)", "ada_k")]
    [InlineData("@ada@example.org was there", "ada@example.org")]
    [InlineData("mail ops@example.org, see https://example.org/@ben and a@b", "")]
    [InlineData("@ nobody @-", "")]
    public void Who_is_named_is_found_and_addresses_name_nobody(string text, string names) => Assert.Equal(names, string.Join(' ', Mentions.In(text)));

    [Theory]
    [InlineData("Ask @ben, then @maria.")]
    [InlineData("@ben")]
    [InlineData("nobody")]
    [InlineData("")]
    public void A_text_in_parts_is_the_whole_text(string text)
    {
        var parts = Mentions.Split(text).ToList();
        Assert.Equal(text, string.Concat(parts.Select(part => part.Text)));
        Assert.Equal(Mentions.In(text), parts.Where(part => part.NamesSomebody).Select(part => part.Text[1..]));
    }
}
