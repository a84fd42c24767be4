using Sluice.Domain.Replay;

namespace Sluice.Domain.Tests.Replay;

public sealed class MaskingTests
{
    [Theory]
    [InlineData("""{"password":"hunter2"}""", """{"password":"•••"}""")]
    [InlineData("""{"env":[{"name":"DB","value":"hunter2"}]}""", """{"env":[{"name":"DB","value":"•••"}]}""")]
    [InlineData("""{"apiToken":{"id":1,"hash":"abc"}}""", """{"apiToken":{"id":"•••","hash":"•••"}}""")]
    [InlineData("""{"url":"https://ann:hunter2@host/x"}""", """{"url":"https://•••@host/x"}""")]
    [InlineData("""{"cause":"Failed with password=hunter2; Host=x"}""", """{"cause":"Failed with password=•••; Host=x"}""")]
    [InlineData("""{"text":"nothing here","n":1,"x":null}""", """{"text":"nothing here","n":1,"x":null}""")]
    public void What_looks_like_a_secret_does_not_leave(string stored, string shown) =>
        Assert.Equal(shown, System.Text.RegularExpressions.Regex.Unescape(Masking.Of(stored)));
}
