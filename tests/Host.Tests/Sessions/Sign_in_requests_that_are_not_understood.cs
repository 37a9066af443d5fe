using System.Net;
using OnPremLlm.Host.Tests.Support;
using OnPremLlm.Scribe.Protocol;

namespace OnPremLlm.Host.Tests.Sessions;

[Collection(OneHost.Name)]
public sealed class Sign_in_requests_that_are_not_understood(ScribeHost host)
{
    [Theory]
    [InlineData("{\"email\":null,\"password\":\"x\"}")]
    [InlineData("{\"email\":\"clinician@north.test\",\"password\":null}")]
    [InlineData("{\"email\":null}")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[]")]
    public async Task Are_answered_400(string body)
    {
        using var nobody = Visitor.Nobody(host.Address);

        var answer = await nobody.PostAsync("api/session", body);

        Assert.Equal((HttpStatusCode.BadRequest, HubErrors.Invalid), (answer.Status, answer.Code));
    }
}
