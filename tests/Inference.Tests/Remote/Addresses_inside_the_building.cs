using System.Net;

namespace OnPremLlm.Inference.Tests.Remote;

public sealed class Addresses_inside_the_building
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("10.255.0.1")]
    [InlineData("172.16.0.1")]
    [InlineData("172.31.255.255")]
    [InlineData("192.168.1.1")]
    [InlineData("100.64.0.1")]
    [InlineData("169.254.3.4")]
    [InlineData("::1")]
    [InlineData("fd12:3456::1")]
    [InlineData("fe80::1%3")]
    [InlineData("::ffff:10.1.2.3")]
    public void Are_those_of_private_networks(string address) => Assert.True(InsideAddresses.Contain(IPAddress.Parse(address)));

    [Theory]
    [InlineData("8.8.8.8")]
    [InlineData("172.15.255.255")]
    [InlineData("172.32.0.0")]
    [InlineData("192.169.0.1")]
    [InlineData("100.63.255.255")]
    [InlineData("100.128.0.0")]
    [InlineData("11.0.0.0")]
    [InlineData("0.0.0.0")]
    [InlineData("::")]
    [InlineData("2606:4700::1111")]
    [InlineData("::ffff:8.8.8.8")]
    [InlineData("64:ff9b::a01:203")]
    [InlineData("2002:a01:203::1")]
    [InlineData("::10.1.2.3")]
    [InlineData("224.0.0.1")]
    [InlineData("255.255.255.255")]
    public void Are_no_others(string address) => Assert.False(InsideAddresses.Contain(IPAddress.Parse(address)));
}
