using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Tests.Kit;

public sealed class SafeMarkupTests
{
    [Fact]
    public void What_is_put_in_is_text_and_never_markup()
    {
        const string Hostile = "\"><script>alert('x')</script>&";
        Assert.Equal(
            "<p title=\"&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;\">&quot;&gt;&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;&amp;</p>",
            SafeMarkup.Of($"""<p title="{Hostile}">{Hostile}</p>""").Value);
    }

    [Fact]
    public void Markup_is_put_in_as_it_is_and_nothing_for_null()
    {
        string? nothing = null;
        Assert.Equal("<p><b>ä – 50 %</b></p>", SafeMarkup.Of($"<p>{SafeMarkup.Of($"<b>{"ä – 50 %"}</b>")}{nothing}</p>").Value);
        Assert.Equal("<p><br></p>", SafeMarkup.Of($"<p>{new MarkupString("<br>")}</p>").Value);
    }
}
